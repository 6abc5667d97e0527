"""Factory types with their norms."""

from factories.models import FactoryType, PackageTemplate
from regional20x10.shared.actions import action, checked


@action("edit_plans")
def found_type(*, templates, by, **values):
    """A new type. `templates`: its usual work packages in order, each the values of a PackageTemplate."""
    made = checked(FactoryType(**values))
    made.save(force_insert=True)
    for order, template in enumerate(templates, 1):
        checked(PackageTemplate(factory_type=made, order=order, **template)).save(force_insert=True)
    return made
