"""Pure shared vocabulary: no Django, no clock, no settings, no input or output."""
