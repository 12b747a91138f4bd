"""Background work of the app, registered from `enrollment.tasks`."""
