import ImageDatasets
import Testing

@Suite struct OtherFilesTests {
  @Test(arguments: [
    ("a.FITS", "FITS file"), ("a.fits.gz", "FITS file"), ("a.fits.fz", "FITS file"), ("a.Tif", "TIFF file"),
    ("a.gif", "GIF file"), ("index.html", "web page"), ("solutions.csv", "table"), ("images.zip", "archive"),
    ("a.jpg.part", "unfinished download"), ("a.jpg.gz", "archive"), ("100008", "other file"), ("a.xyz", "other file"),
    ("below/", "folder"),
  ])
  func kindIsToldByTheName(name: String, kind: String) { #expect(OtherFiles.kind(of: name) == kind) }

  @Test func kindsAreCountedAndNamed() {
    let files = OtherFiles(["z", "a.fits", "b.fits", "x.html", "c.fits", "d.fits"])
    #expect(
      files.description == "4 FITS files (a.fits, b.fits, c.fits and 1 more), 1 web page (x.html), 1 other file (z)")
  }
}
