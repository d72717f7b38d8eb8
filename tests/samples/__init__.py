"""The sample exports of the five published places, made by one seeded script: `python -m tests.samples.make`."""
