from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "dothi.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.kernel import nightly  # noqa: F401 - what it registers
        from dothi.kernel.audit import install

        post_migrate.connect(install.ensure, sender=self)
