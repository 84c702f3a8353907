"""People whose truth is known: a virtual walker with planted feet, exact dynamics and real-looking files."""
