"""Files that leave the house: payment rosters and the sheets that go with them."""
