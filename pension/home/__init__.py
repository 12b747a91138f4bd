"""The first page and the navigation: above all apps, because they show all of them."""
