"""The person before the numbers: intake, red flags, clinical tests, questionnaires."""
