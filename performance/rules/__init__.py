"""What a paper says and how its figures are worded: pure functions of values."""
