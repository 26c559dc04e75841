"""The speed and memory that we promise, measured beside a yardstick in the same run."""
