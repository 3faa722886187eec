// Runs the code that documentation comments and articles show; every function checks its results.
import Foundation

let folder = NSTemporaryDirectory() + "/galaxy-snippets-\(ProcessInfo.processInfo.processIdentifier)"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }

makeTensors()
differentiate()
useOperations()
useElementwiseFunctions()
try checkOwnOperation()
describeModules()
initializeParameters()
try trainByHand()
try accumulateGradients()
try averageWeights()
try groupParameters()
try saveAndLoad(in: folder)
try trainInALoop(in: folder)
try learnFromOwnImages(in: folder)
try comeFromOtherFrameworks()
showDefaults()
try drawGalaxies()
try listNetworks()
print("all snippets ran")
