// The largest of some numbers.

/// Where the largest of some numbers is, counted from 0; the first of equal ones.
func largest(of numbers: ArraySlice<Float>) -> Int {
  var best = numbers.startIndex
  for index in numbers.indices where numbers[index] > numbers[best] { best = index }
  return best - numbers.startIndex
}
