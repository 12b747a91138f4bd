"""Background work of the app, registered from `performance.tasks`."""
