"""The history checker: whether what members saw and were promised is what the database holds."""
