"""Which tables the copy holds: who, where, packs, units, lines, rules, what stands now. Every table of the system is in one of the two.

A new table decides here (tests/architecture/test_drill_tables.py names it otherwise); one that forgot to is left.
"""

from __future__ import annotations

# table → why the drill needs it
COPIED = {
    # who
    "accounts_agency": "who",
    "accounts_person": "who",
    "accounts_role": "who",
    "accounts_role_grant": "who",
    "accounts_rule": "rules",
    "mfa_authenticator": "who",  # sealed anew with the copy's own key
    "auth_permission": "who",
    "django_content_type": "who",
    "django_migrations": "structure",
    "kernel_retention_rule": "rules",
    # where
    "territory_stamp": "where",
    "territory_unit": "where",
    "territory_unit_area": "where",
    "territory_unit_change": "where",
    "territory_unit_group": "where",
    "territory_unit_group_member": "where",
    # what packs brought
    "packs_edition": "packs",
    "packs_loaded_pack": "packs",
    "codelists_list": "packs",
    "codelists_release": "packs",
    "codelists_entry": "packs",
    "rules_rule": "rules",
    "rules_alarm_guide": "rules",
    "rules_formula": "rules",
    "rules_schedule": "rules",
    "rules_decided_day": "rules",
    "incidents_procedure": "rules",
    "incidents_command_role": "rules",
    "indicators_indicator": "packs",
    "calls_service": "lines",
    "calls_line": "lines",
    "calls_rule": "rules",
    "calls_protocol_card": "packs",
    "calls_street": "where",
    "forces_force": "units",  # as if no case ran: see RESET
    "forces_run_card": "units",
    "dispatch_target": "rules",
    "duty_roster": "who",
    "duty_pattern": "who",
    "duty_pattern_place": "who",
    "duty_override": "who",
    "duty_swap": "who",
    "duty_policy": "rules",
    "duty_step": "rules",
    "duty_route": "rules",
    # what stands now
    "entities_entity": "now",
    "entities_attribute": "now",
    "entities_term": "now",
    "entities_source": "now",
    "entities_tenant": "now",
    "entities_words": "now",
    "entities_context": "now",
    "entities_declared_type": "now",
}

# table → what it is that the drill must not hold
LEFT = {
    # history, and how far readers of it came
    "entities_history": "history",
    "entities_head": "history",
    "entities_flush": "history",
    "entities_act": "history",
    "entities_complaint": "history",
    "kernel_audit_entry": "history",
    "kernel_audit_block": "history",
    "kernel_event": "history",
    "kernel_event_cursor": "history",
    "kernel_event_failure": "history",
    "kernel_heartbeat": "history",
    "duty_run": "history",
    "duty_run_line": "history",
    "duty_hush": "history",
    "kernel_cache": "sessions",
    "pghistory_context": "history",
    "procrastinate_jobs": "history",
    "procrastinate_events": "history",
    "procrastinate_periodic_defers": "history",
    "procrastinate_workers": "history",
    "rules_state": "history",
    "rules_stream_clock": "history",
    "rules_cursor": "history",
    "rules_derived_due": "history",
    "rules_formula_due": "history",
    "rules_set_aside": "history",
    "rules_gathering": "history",
    "rules_part": "history",
    "rules_dry_run": "history",
    "indicators_cursor": "history",
    "indicators_due": "history",
    "indicators_figure": "history",
    "indicators_report": "people",
    "streams_dead_letter": "history",
    "streams_position": "history",
    "territory_import": "history",
    "packs_proposal": "history",
    # what happened to people
    "rules_alarm": "people",
    "rules_occurrence": "people",
    "rules_alarm_comment": "people",
    "rules_alarm_link": "people",
    "incidents_code_series": "people",
    "incidents_incident": "people",
    "incidents_alarm": "people",
    "incidents_entity": "people",
    "incidents_log": "people",
    "incidents_incident_procedure": "people",
    "incidents_step": "people",
    "incidents_held_role": "people",
    "incidents_leg": "people",
    "incidents_source": "people",
    "incidents_link": "people",
    "incidents_merge": "people",
    "calls_code_series": "people",
    "calls_call": "people",
    "calls_course": "people",
    "calls_leg": "people",
    "calls_exchange_event": "people",
    "calls_number_mark": "people",
    "calls_place_link": "people",
    "forces_assignment": "people",
    "forces_check_in": "people",
    "forces_log": "people",
    "warnings_code_series": "people",
    "warnings_warning": "people",
    "warnings_text": "people",
    "warnings_unit": "people",
    "accounts_login_record": "people",
    "accounts_past_password": "secrets",
    # sessions, and ways out with their secrets
    "django_session": "sessions",
    "account_emailaddress": "people",
    "account_emailconfirmation": "secrets",
    "accounts_api_key": "secrets",
    "accounts_api_key_units": "secrets",
    "auth_group": "unused",
    "auth_group_permissions": "unused",
    "connectors_import": "ways out",
    "connectors_reject": "ways out",
    "connectors_source": "ways out",
    "connectors_source_secret": "secrets",
    "connectors_source_standing": "ways out",
    "connectors_source_run": "ways out",
    "connectors_source_reject": "ways out",
    "connectors_source_message": "ways out",
    "connectors_taken_content": "ways out",
    "entities_subscription": "ways out",
    "entities_subscription_cursor": "ways out",
    "entities_subscription_state": "ways out",
    "entities_notification": "ways out",
    "commands_channel": "ways out",
    "commands_channel_secret": "secrets",
    "commands_command": "people",
    # drills themselves
    "drills_drill": "drills",
    "drills_play": "drills",
    "drills_done": "drills",
}


def is_of_history(table: str) -> bool:
    """The versions that triggers keep of another table (`…event`): history, never copied."""
    return table.endswith("event") and table not in COPIED


# What is no longer true in the copy, where nothing has happened yet.
RESET = {
    "forces_force": (
        "update forces_force set state = 'available', state_note = '', state_since = now(), rest_until = null"
        " where state not in ('off-duty', 'out-of-service')"
    ),
    # nobody can be written to from the copy, not even by mistake
    "accounts_person": "update accounts_person set last_login = null, email = '', phone = ''",
}
