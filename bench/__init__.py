"""Speed of the engine: ``python -m bench``."""
