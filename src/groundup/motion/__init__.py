"""Movement over time: poses, angles, events, cycles, tasks."""
