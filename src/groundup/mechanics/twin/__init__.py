"""Plain NumPy versions of the kernels, written for reading: the tests' independent oracle."""
