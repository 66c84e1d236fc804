"""``pointsman serve``: every setting of a server, as an option and as an environment variable."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pointsman.complaining import complaining

Host = Annotated[str, typer.Option(envvar="POINTSMAN_HOST", help="Address to listen on.")]
Port = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_PORT", min=0, max=65535, help="Port to listen on; 0 for any free one."
    ),
]
DataDir = Annotated[Path, typer.Option(envvar="POINTSMAN_DATA_DIR", help="Where the data is kept.")]
Database = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_DATABASE",
        help="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
        "  [default: a SQLite file in the data directory]",
    ),
]
PublicUrl = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_PUBLIC_URL",
        help="What addresses in answers begin with.  [default: what the client asked for]",
    ),
]
AccountSid = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_ACCOUNT_SID",
        help="The account that signs in.  [default: one made at the first start]",
    ),
]
AuthToken = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_AUTH_TOKEN",
        help="The account's token; better given by the environment than on the command line.",
    ),
]
SecretKey = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_SECRET_KEY",
        help="Key that stored tokens are encrypted with.  [default: a file in the data directory]",
    ),
]
LogLevel = Annotated[
    str,
    typer.Option(
        envvar="POINTSMAN_LOG_LEVEL", help="debug (with every event), info, warning or error."
    ),
]

TaskRetention = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_TASK_RETENTION",
        min=0,
        max=31_536_000,
        help="Seconds that completed and canceled tasks are kept.",
    ),
]
AssignedLimit = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_ASSIGNED_LIMIT",
        min=1,
        max=31_536_000,
        help="Seconds that a task may stay assigned; then the system deletes it.",
    ),
]
EventRetention = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_EVENT_RETENTION_DAYS", min=1, max=3650, help="Days that events are kept."
    ),
]
StatisticsRetention = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_STATISTICS_RETENTION_DAYS",
        min=31,
        max=3650,
        help="Days that what statistics count is kept; windows reach back 30.",
    ),
]
EventRetryLimit = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_EVENT_RETRY_LIMIT",
        min=0,
        max=2_592_000,
        help="Seconds that an event callback is tried again; 0 for one attempt.",
    ),
]
WebhookHistory = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_WEBHOOK_HISTORY",
        min=1,
        max=1_000_000,
        help="How many webhooks, and how many alerts, are kept of each workspace.",
    ),
]
AllowPrivateAddresses = Annotated[
    bool | None,
    typer.Option(
        "--allow-private-addresses/--no-allow-private-addresses",
        envvar="POINTSMAN_ALLOW_PRIVATE_ADDRESSES",
        help="Whether callbacks may go to private and loopback addresses."
        "  [default: only when the server listens on a loopback address]",
    ),
]
PendingWhenCallbackFails = Annotated[
    bool,
    typer.Option(
        envvar="POINTSMAN_PENDING_WHEN_CALLBACK_FAILS",
        help="Leave reservations pending whose assignment callback and its fallback failed.",
    ),
]
VoiceUrl = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_VOICE_URL",
        help="Where what telephony is to do is posted.  [default: telephony is simulated]",
    ),
]
OtlpEndpoint = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_OTLP_ENDPOINT",
        help="Collector that traces are sent to, as http://127.0.0.1:4318. Needs the extra otel.",
    ),
]
BridgeRate = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_BRIDGE_RATE",
        min=0,
        max=10_000,
        help="Calls per second that a worker's token may make; 0 for any number.",
    ),
]
OfflineWhenDisconnected = Annotated[
    bool,
    typer.Option(
        envvar="POINTSMAN_OFFLINE_WHEN_DISCONNECTED",
        help="Take workers offline whose application is gone, unless it says otherwise.",
    ),
]
DisconnectGrace = Annotated[
    int,
    typer.Option(
        envvar="POINTSMAN_DISCONNECT_GRACE",
        min=0,
        max=86_400,
        help="Seconds that a worker's application may take to come back before that.",
    ),
]
TestClock = Annotated[
    bool,
    typer.Option(
        "--test-clock",
        envvar="POINTSMAN_TEST_CLOCK",
        help="Let time stand still, and move it by POST /pointsman/v1/Clock/Advance only.",
    ),
]
TestClockStart = Annotated[
    dt.datetime | None,
    typer.Option(
        envvar="POINTSMAN_TEST_CLOCK_START",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"],
        help="Where the test clock stands at the start, in UTC.  [default: now]",
    ),
]
Seed = Annotated[
    str | None,
    typer.Option(
        envvar="POINTSMAN_SEED",
        help="With --test-clock: the same requests have the same SIDs in every run.",
    ),
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8020,
    data_dir: DataDir = Path("data"),
    database: Database = None,
    public_url: PublicUrl = None,
    account_sid: AccountSid = None,
    auth_token: AuthToken = None,
    secret_key: SecretKey = None,
    log_level: LogLevel = "info",
    task_retention: TaskRetention = 300,
    assigned_limit: AssignedLimit = 86_400,
    event_retention_days: EventRetention = 30,
    statistics_retention_days: StatisticsRetention = 31,
    event_retry_limit: EventRetryLimit = 3_600,
    webhook_history: WebhookHistory = 1_000,
    allow_private_addresses: AllowPrivateAddresses = None,
    pending_when_callback_fails: PendingWhenCallbackFails = False,
    voice_url: VoiceUrl = None,
    otlp_endpoint: OtlpEndpoint = None,
    bridge_rate: BridgeRate = 20,
    offline_when_disconnected: OfflineWhenDisconnected = False,
    disconnect_grace: DisconnectGrace = 3,
    test_clock: TestClock = False,
    test_clock_start: TestClockStart = None,
    seed: Seed = None,
) -> None:
    """Run the server until it is told to stop."""
    from pointsman import compose, config

    if log_level not in ("debug", "info", "warning", "error"):
        raise typer.BadParameter("must be debug, info, warning or error", param_hint="--log-level")
    with complaining():
        compose.serve(
            config.Config(
                host=host,
                port=port,
                data_dir=data_dir,
                database=database,
                public_url=public_url.rstrip("/") if public_url else None,
                account_sid=account_sid,
                auth_token=auth_token,
                secret_key=secret_key,
                log_level=log_level,  # type: ignore[arg-type]
                task_retention_s=task_retention,
                assigned_limit_s=assigned_limit,
                event_retention_days=event_retention_days,
                statistics_retention_days=statistics_retention_days,
                event_retry_limit_s=event_retry_limit,
                webhook_history=webhook_history,
                allow_private_addresses=allow_private_addresses,
                pending_when_callback_fails=pending_when_callback_fails,
                voice_url=voice_url,
                otlp_endpoint=otlp_endpoint.rstrip("/") if otlp_endpoint else None,
                bridge_rate=bridge_rate,
                offline_when_disconnected=offline_when_disconnected,
                disconnect_grace_s=disconnect_grace,
                test_clock=test_clock,
                test_clock_start=_instant(test_clock_start),
                seed=seed,
            )
        )


def _instant(date: dt.datetime | None) -> int | None:
    return None if date is None else round(date.replace(tzinfo=dt.UTC).timestamp() * 1000)
