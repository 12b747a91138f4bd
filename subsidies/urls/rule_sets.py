"""Addresses of rule sets."""

from django.urls import path

from subsidies.views import rule_sets

urlpatterns = [
    path("rule-sets/", rule_sets.rule_set_list, name="rule_sets"),
    path("rule-sets/new/", rule_sets.new_rule_set, name="rule_set_new"),
    path("rule-sets/<int:pk>/", rule_sets.rule_set_page, name="rule_set"),
    path("rule-sets/<int:pk>/values/", rule_sets.add_value, name="rule_value_add"),
    path(
        "rule-sets/<int:pk>/values/<int:value_id>/remove/",
        rule_sets.remove_value,
        name="rule_value_remove",
    ),
    path("rule-sets/<int:pk>/in-force/", rule_sets.put_in_force, name="rule_set_in_force"),
    path("rule-sets/<int:pk>/discard/", rule_sets.discard, name="rule_set_discard"),
]
