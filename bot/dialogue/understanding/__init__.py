"""From a message to an intent: cues, references, agencies, roles, then one decision."""
