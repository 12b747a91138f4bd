"""What is due: pure functions of facts and a dated rule set, without database, clock or settings."""
