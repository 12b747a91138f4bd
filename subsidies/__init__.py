"""What is due and what is paid."""
