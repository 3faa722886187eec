// The commands of galaxy with a network of one's own: TinyResNet train --network tiny-resnet …
import Experiments
import GalaxyCommands
import ImageDatasets

let networks = NetworkRegistry.standard.adding(.tinyResNet) { recipe in
  recipe.preprocessing.crop = .center(width: 212, height: 212)
  recipe.augmentation = .galaxies
}
GalaxyCommandLine.run(networks: networks)
