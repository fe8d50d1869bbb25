"""Whose versions can be read: tasks and their extensions, by those who see the task."""

from __future__ import annotations

from dothi.kernel.audit.shown import show_history
from dothi.tasks.models import Task
from dothi.tasks.queries import visible

show_history(
    "task",
    Task,
    "tasks.view",
    visible,
    words="tasks-field-",
    choices={"state": "tasks-state-", "importance": "tasks-importance-", "source_kind": "tasks-source-"},
)
