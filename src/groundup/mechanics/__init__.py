"""Array kernels, nothing else: arrays in, arrays out."""
