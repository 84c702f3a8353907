"""The leg as a chain: segments, joints, sizes, and fitting them to a person."""
