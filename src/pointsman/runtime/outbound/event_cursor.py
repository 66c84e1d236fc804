"""How far one workspace's events have been sent, or laid aside; stored a little behind."""

import msgspec

from pointsman.core.records import Instant
from pointsman.core.webhooks import Webhook
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.outgoing import NO_RETRIEVAL
from pointsman.runtime.ports import Clock, Store

SAVED_EVERY_MS = 1_000
"""How far behind the stored cursor may be: what it is behind comes twice after a crash."""

PASSED_UNSAVED = 1_000
"""How many positions may be passed that nobody wants to hear of before that is stored."""

LAID_ASIDE_AT_ONCE = 100


class Cursor:
    """The position up to which there is nothing left to do."""

    def __init__(self, workspace_sid: str, store: Store, clock: Clock, alerts: Alerts) -> None:
        self.position = 0
        self._workspace_sid = workspace_sid
        self._store = store
        self._clock = clock
        self._alerts = alerts
        self._stored: int | None = None
        self._stored_at: Instant = 0
        self._is_unsaved = False
        self._laid_aside: list[Webhook] = []

    async def begin(self, owed_since: int) -> None:
        """Find where to go on, not before what is owed. Raises ``StoreFailed``."""
        if self._stored is None:
            self._stored = await self._store.find_event_cursor(self._workspace_sid) or 0
        self.position = max(self.position, self._stored, owed_since)

    def note_sent(self) -> None:
        """Something was sent: that must not happen twice if it can be helped."""
        self._is_unsaved = True

    def lay_aside(self, webhook: Webhook) -> None:
        """Give up what the cursor is about to pass; it is stored together with that."""
        self._laid_aside.append(msgspec.structs.replace(webhook, outcome="laid-aside"))

    @property
    def is_due(self) -> bool:
        """Whether it is time to store it, though there is more to send."""
        if len(self._laid_aside) >= LAID_ASIDE_AT_ONCE:
            return True
        return self._is_unsaved and self._clock.now() - self._stored_at >= SAVED_EVERY_MS

    @property
    def has_laid_aside(self) -> bool:
        """Whether something was laid aside that is not stored yet."""
        return bool(self._laid_aside)

    async def save(self) -> None:
        """Store it, if that is worth it. Raises ``StoreFailed``."""
        passed = self.position - (self._stored or 0)
        if not (self._is_unsaved or self._laid_aside or passed > PASSED_UNSAVED):
            return
        laid_aside = self._laid_aside
        await self._store.move_event_cursor(self._workspace_sid, self.position, laid_aside)
        self._stored, self._stored_at = self.position, self._clock.now()
        self._is_unsaved = False
        self._laid_aside = []
        untried = [webhook for webhook in laid_aside if webhook.attempt == 0]
        if untried:
            # Who was tried in vain has an alert already.
            self._alerts.tell(
                self._workspace_sid,
                NO_RETRIEVAL,
                f"{len(untried)} events were laid aside, for the ones before them were not taken",
                level="error",
                event_sid=untried[0].event_sid,
                webhook_sid=untried[0].sid,
                request_url=untried[0].url,
            )
