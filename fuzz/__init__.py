"""Mutated recordings against ``check`` and ``analyze``: each ends in a result or one true sentence."""
