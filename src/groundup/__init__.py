"""groundup: does this knee's load come from the ankle and foot, and how sure are we?"""

__version__ = "0.1.0"
