"""What decides who is who: pure, without database, clock or settings."""
