"""What can come of a request that is no value."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TypeGuard

from purser.schema import (
    CommitBody,
    ExplainedViolation,
    FieldError,
    Problem,
    ProblemCode,
    ReservationDetails,
    WrittenEndedReservation,
    WrittenPendingReservation,
)


class PurserError(Exception):
    """The service has refused: nothing was changed. The text says why; programs go by `code`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem["detail"])
        self.problem = problem
        self.code: ProblemCode = problem["code"]
        self.status: int = problem["status"]
        self.detail: str = problem["detail"]
        self.request_id: str = problem["requestId"]
        """In the log of the service, and in the journal."""
        self.errors: list[FieldError] = problem.get("errors", [])
        """Of `validation_failed`: each field at fault."""


class DeniedError(PurserError):
    """A limit is in the way. The text is a sentence that a person or a model can act on: which
    limits, what is left of them, and what would pass.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.violations: list[ExplainedViolation] = problem.get("violations", [])
        """All rules in the way, from the budget to the root; at most 20."""
        self.largest_admissible = Decimal(problem.get("largestAdmissible", "0"))
        """The largest amount that would pass now; 0 where none would."""
        at = problem.get("retryAt")
        self.retry_at: datetime | None = None if at is None else datetime.fromisoformat(at)
        """When the same request would pass if nothing else happened; None where waiting does not
        help.
        """


class UnansweredError(Exception):
    """No answer that says what became of the request: it may have been carried out. It is safe to
    repeat under the same key. `__cause__` is what came last.
    """

    def __init__(self, message: str, idempotency_key: str | None = None) -> None:
        super().__init__(message)
        self.idempotency_key = idempotency_key
        """Under which the request is repeated; None for one that changes nothing."""


class NotApprovedError(Exception):
    """What it was asked to pay for may not begin: people said no, or nobody said yes in time."""

    def __init__(self, reservation: ReservationDetails) -> None:
        super().__init__(_decision_in(reservation))
        self.reservation = reservation


class ApprovalPendingError(Exception):
    """People have to agree first, and the caller does not want to wait for them. To go on when they
    have, call `paid` again as before, with this `idempotency_key`.
    """

    def __init__(self, reservation: WrittenPendingReservation, idempotency_key: str) -> None:
        super().__init__(f"People have to approve this first: {reservation['id']}")
        self.reservation = reservation
        """Who is asked, and until when: `reservation["approval"]`."""
        self.idempotency_key = idempotency_key


class AttemptOverError(Exception):
    """The request of an earlier attempt was repeated, and its reservation is over: what it was for
    may be paid already.
    """

    def __init__(self, reservation: WrittenEndedReservation | ReservationDetails) -> None:
        state = reservation["state"]
        super().__init__(f"This attempt is over: its reservation {reservation['id']} is {state}")
        self.reservation = reservation


class TakenUpError(Exception):
    """The block of a reservation that people have approved runs in another process, or has died with
    it. It begins once.
    """

    def __init__(self, reservation_id: str) -> None:
        super().__init__(f"The work of {reservation_id} was taken up by somebody else")
        self.reservation_id = reservation_id


class SettlementError(Exception):
    """The work is done, and what it cost could not be recorded. `__cause__` is why. To try it again,
    send `body` under `idempotency_key` with `api.commit_reservation`: it is never recorded twice.
    """

    def __init__(self, reservation_id: str, body: CommitBody, key: str, why: Exception) -> None:
        super().__init__(f"What {reservation_id} has cost is not recorded: {why}")
        self.reservation_id = reservation_id
        self.body = body
        """What was to be recorded."""
        self.idempotency_key = key


class LostKeyError(Exception):
    """The child is there, and its key cannot be known here. Close it, or issue another key for it."""

    def __init__(self, budget_id: str, why: str) -> None:
        super().__init__(
            f"The child {budget_id} of this ref was there already, and its key is lost: {why}."
        )
        self.budget_id = budget_id


def error_of(problem: Problem) -> PurserError:
    """The error that a problem document stands for."""
    return DeniedError(problem) if "violations" in problem else PurserError(problem)


def over_error(reservation: ReservationDetails) -> AttemptOverError | NotApprovedError:
    """Why nothing may begin on a reservation that is no longer held."""
    approval = reservation["approval"]
    if approval is None:
        return AttemptOverError(reservation)
    is_approved = approval["rejection"] is None and len(approval["given"]) >= approval["needed"]
    return AttemptOverError(reservation) if is_approved else NotApprovedError(reservation)


def is_refusal(error: Exception) -> TypeGuard[PurserError]:
    """Whether it is the service's last word: what no later attempt would change."""
    return isinstance(error, PurserError) and error.status < 500 and error.status not in (408, 429)


def _decision_in(reservation: ReservationDetails) -> str:
    approval = reservation["approval"]
    rejection = approval["rejection"] if approval else None
    if rejection:
        return f"{rejection['by']} has rejected this: {rejection['reason']}"
    if reservation["state"] == "expired":
        return "Nobody has approved this in time"
    return f"This was not approved: it is {reservation['state']}"
