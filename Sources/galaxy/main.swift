// The command line of the package.
import GalaxyCommands

GalaxyCommandLine.run()
