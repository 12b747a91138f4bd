"""What lists and pictures show: values made ready for the parts of a page."""
