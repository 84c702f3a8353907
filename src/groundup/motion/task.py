"""What the person is doing."""

from enum import StrEnum


class Task(StrEnum):
    """A task whose repetitions groundup knows how to cut."""

    STANDING = "standing"
    WALKING = "walking"
    RUNNING = "running"
    SQUAT = "squat"
    SINGLE_LEG_SQUAT = "single-leg squat"
    LANDING = "landing"
    OTHER = "other"
