"""Files in, one truth out: readers, plates, protocols, lab axes, gaps, filters."""
