# Made from docs/openapi.json by `npm run openapi`: not to be changed by hand.
"""Every operation of the API as a method, under its name in the document."""

from __future__ import annotations

from typing import Literal

from purser import requests
from purser._request import Ask, AskAsync
from purser.schema import (
    Amount,
    ApproveBody,
    Balance,
    BatchBody,
    BatchResults,
    BudgetPage,
    BudgetState,
    BudgetTree,
    BudgetWithUsage,
    ChangeStateBody,
    ChargeBody,
    CloseBody,
    CommitBody,
    CountedWindows,
    CreateBudgetBody,
    CreateWebhookBody,
    Decision,
    DelegateBody,
    DeliveryPage,
    DeliveryState,
    DenialCode,
    DismissClaimBody,
    DisputeState,
    EntryPage,
    EnvelopeBody,
    EstimateBody,
    Estimates,
    ExplainedEntry,
    ExtendBody,
    FoundEntryPage,
    FullEnvelopePage,
    FundBody,
    GetBudgetTreeExpand,
    GetReservationExpand,
    GetSpendGroupBy,
    IssueKeyBody,
    Key,
    KeyPage,
    ListApprovalsExpand,
    ListBudgetsExpand,
    ListBudgetsOrder,
    ListEntriesKind,
    ListEntriesOutcome,
    ListReservationsOrderBy,
    MeterEventPage,
    MetersCustomerFrom,
    MetersWithStatus,
    OpenDisputeBody,
    OpenSessionPage,
    Past,
    PastScope,
    PastWindow,
    PayeeCommitBody,
    PayeeReleaseBody,
    Price,
    PriceInForce,
    PricePage,
    Principal,
    PurposeBody,
    RefundBody,
    RejectBody,
    RejectDisputeBody,
    ReleaseBody,
    ReservationDetails,
    ReservationPage,
    ReserveBody,
    RetryMeterEventBody,
    RevokeKeyBody,
    RevokeKeysBody,
    RotateKeyBody,
    RunExtendBody,
    RunReleaseBody,
    RunResult,
    Session,
    SetMetersBody,
    SetPriceBody,
    SettleClaimBody,
    Settlement,
    SettlementState,
    SignIn,
    SignInBody,
    Spend,
    Statement,
    UpdateBudgetBody,
    UpdateEnvelopeBody,
    UpdateWebhookBody,
    UpholdDisputeBody,
    Verification,
    Webhook,
    WebhookPage,
    WrittenBudget,
    WrittenChangedEnvelope,
    WrittenClaimedReservation,
    WrittenDelivery,
    WrittenEndedReservation,
    WrittenHeldReservation,
    WrittenKeysEnded,
    WrittenMeterEvent,
    WrittenMeters,
    WrittenNewBudget,
    WrittenNewChild,
    WrittenNewKey,
    WrittenPendingReservation,
    WrittenPrice,
    WrittenReservation,
    WrittenSettlement,
    WrittenWebhook,
    WrittenWebhookWithSecret,
)


class Api:
    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def create_budget(
        self,
        body: CreateBudgetBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewBudget:
        """Create a root budget.

        Opens a tree: one currency, one scale, one time zone, and an allocation to spend.
        """
        return self._ask(
            requests.create_budget(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def list_budgets(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        parent_id: str | None = None,
        within: str | None = None,
        roots_only: bool | None = None,
        open_only: bool | None = None,
        state: BudgetState | None = None,
        overdrawn: bool | None = None,
        q: str | None = None,
        name: str | None = None,
        ref: str | None = None,
        metadata: list[str] | None = None,
        order: ListBudgetsOrder | None = None,
        expand: list[ListBudgetsExpand] | None = None,
        deadline: float | None = None,
    ) -> BudgetPage:
        """List budgets.

        A page has at most 1 MiB and may end before its limit: there are more as long as
        nextCursor is not null. What can be large is left out unless it is asked for with
        expand. Order: the newest first, by their ids, which are made when a request arrives.
        With `order=asc` the oldest first.
        """
        return self._ask(
            requests.list_budgets(
                limit=limit,
                cursor=cursor,
                parent_id=parent_id,
                within=within,
                roots_only=roots_only,
                open_only=open_only,
                state=state,
                overdrawn=overdrawn,
                q=q,
                name=name,
                ref=ref,
                metadata=metadata,
                order=order,
                expand=expand,
                deadline=deadline,
            )
        )

    def delegate_budget(
        self,
        id: str,
        body: DelegateBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewChild:
        """Create a child budget.

        Gives part of a budget to a sub-agent: the guarantee is carved out at once, and what
        the child uses beyond it is drawn from the parent on demand, up to the ceiling. With
        `key`, the sub-agent gets a key of its own in the same step. With `ref`, a spawn that
        is repeated under another Idempotency-Key finds the child that it made.
        """
        return self._ask(
            requests.delegate_budget(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def get_budget(self, id: str, *, deadline: float | None = None) -> BudgetWithUsage:
        """Read a budget.

        With its balances, those above it, its envelopes and what they have counted in their
        current windows.
        """
        return self._ask(requests.get_budget(id, deadline=deadline))

    def update_budget(
        self,
        id: str,
        body: UpdateBudgetBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Change the settings of a budget.

        Name, policy and labels; of a root also the dimensions of its tree; of a child also
        guarantee and ceiling, by those who reach its parent. A raised guarantee is drawn from
        the parent at once, a lowered one flows back.
        """
        return self._ask(
            requests.update_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def get_budget_tree(
        self,
        id: str,
        *,
        depth: int | None = None,
        limit: int | None = None,
        expand: list[GetBudgetTreeExpand] | None = None,
        deadline: float | None = None,
    ) -> BudgetTree:
        """Read a tree of budgets.

        Breadth first, the oldest children first, until the limit, or until the answer has 1
        MiB. Policies and labels are left out unless they are asked for.
        """
        return self._ask(
            requests.get_budget_tree(id, depth=depth, limit=limit, expand=expand, deadline=deadline)
        )

    def fund_budget(
        self,
        id: str,
        body: FundBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Fund a root budget."""
        return self._ask(
            requests.fund_budget(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def defund_budget(
        self,
        id: str,
        body: FundBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Defund a root budget.

        Only what is not used can be taken away: the problem names the amount that could be.
        """
        return self._ask(
            requests.defund_budget(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def freeze_budget(
        self,
        id: str,
        body: ChangeStateBody | None = None,
        *,
        if_match: int | None = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Freeze a budget.

        Stops the whole subtree from reserving and delegating. Holds can still be committed or
        released. A frozen budget can be frozen again.
        """
        return self._ask(
            requests.freeze_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def resume_budget(
        self,
        id: str,
        body: ChangeStateBody | None = None,
        *,
        if_match: int | None = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Resume a frozen or paused budget.

        Resuming a paused budget needs a reason: a person has looked at what stopped it. A
        budget that was stopped from above is resumed from above.
        """
        return self._ask(
            requests.resume_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def close_budget(
        self,
        id: str,
        body: CloseBody | None = None,
        *,
        if_match: int | None = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Close a budget and its subtree.

        Final. Live reservations in the subtree are released, or are a reason to refuse; what
        was not spent goes back to the parent. A large subtree is stopped at once and settled
        in parts: the answer waits for the end of that for ten seconds.
        """
        return self._ask(
            requests.close_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def list_fullest_envelopes(
        self,
        *,
        share_from: str | None = None,
        budget_id: str | None = None,
        expand: list[Literal["budget"]] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        deadline: float | None = None,
    ) -> FullEnvelopePage:
        """List the fullest envelopes.

        Limits on open budgets that have counted something in their window of now, across all
        budgets that the caller reaches, one item for each counter. Looks at 20,000 budgets,
        20,000 envelopes and 20,000 counters at most, those nearest to the top of a tree
        first, and at 2,000 counters of one envelope; `truncated` says whether there is more.
        Use changes while pages are read: what becomes fuller meanwhile can be in no page.
        Order: the fullest first; of those of the same share the oldest envelope, by its id,
        and then by the key.
        """
        return self._ask(
            requests.list_fullest_envelopes(
                share_from=share_from,
                budget_id=budget_id,
                expand=expand,
                limit=limit,
                cursor=cursor,
                deadline=deadline,
            )
        )

    def create_envelope(
        self,
        id: str,
        body: EnvelopeBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenChangedEnvelope:
        """Add an envelope to a budget.

        It counts from now on: earlier spending is not in its windows. A relative limit
        follows the past.
        """
        return self._ask(
            requests.create_envelope(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def update_envelope(
        self,
        id: str,
        body: UpdateEnvelopeBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenChangedEnvelope:
        """Change an envelope.

        A lowered limit binds the next decision; what the current window has used stays used.
        """
        return self._ask(
            requests.update_envelope(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def delete_envelope(
        self,
        id: str,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenChangedEnvelope:
        """Delete an envelope.

        Answers the envelope as it was, with the new revision of the budget as ETag, so that
        the next change can follow without a read.
        """
        return self._ask(
            requests.delete_envelope(
                id,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def get_envelope_windows(
        self,
        id: str,
        *,
        key: str | None = None,
        last: int | None = None,
        deadline: float | None = None,
    ) -> CountedWindows:
        """Read what an envelope counted.

        In its last windows, up to the one under way.
        """
        return self._ask(requests.get_envelope_windows(id, key=key, last=last, deadline=deadline))

    def get_baseline(
        self,
        id: str,
        *,
        window: PastWindow | None = None,
        window_days: int | None = None,
        scope: PastScope | None = None,
        deadline: float | None = None,
    ) -> Past:
        """Read the baseline of a budget.

        What the budget used in complete windows of one kind, as of now, and its relative
        limits in force.
        """
        return self._ask(
            requests.get_baseline(
                id,
                window=window,
                window_days=window_days,
                scope=scope,
                deadline=deadline,
            )
        )

    def create_reservation(
        self,
        body: ReserveBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenEndedReservation | WrittenHeldReservation | WrittenPendingReservation:
        """Reserve money for a call.

        Passes if every rule from the budget to the root lets it. Above the limit of an
        `approve` envelope it waits, with its money set aside, until people agree: answered
        202. A denial lists everything in the way, the largest amount that would pass now, and
        when the request as made would.
        """
        return self._ask(
            requests.create_reservation(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def list_reservations(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        subtree: bool | None = None,
        order_by: ListReservationsOrderBy | None = None,
        order: ListBudgetsOrder | None = None,
        created_from: str | None = None,
        created_to: str | None = None,
        settled_from: str | None = None,
        settled_to: str | None = None,
        state: list[SettlementState] | None = None,
        claimed: bool | None = None,
        dispute: list[DisputeState] | None = None,
        principal: str | None = None,
        run_id: str | None = None,
        task_id: str | None = None,
        vendor: list[str] | None = None,
        category: str | None = None,
        item: str | None = None,
        external_id: str | None = None,
        outcome_type: str | None = None,
        metadata: list[str] | None = None,
        expand: list[ListApprovalsExpand] | None = None,
        deadline: float | None = None,
    ) -> ReservationPage:
        """List reservations.

        A page has at most 1 MiB and may end before its limit: there are more as long as
        nextCursor is not null. What can be large is left out unless it is asked for with
        expand. A page looks at 20,000 reservations at most: where little is found it can be
        empty, and there are more all the same. With `Accept: text/csv` or
        `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer
        whose connection breaks is not whole. Order: the newest first, by their ids, which are
        made when a request arrives. With `order=asc` the oldest first, with
        `orderBy=settledAt` by the time of settlement and then by id.
        """
        return self._ask(
            requests.list_reservations(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                subtree=subtree,
                order_by=order_by,
                order=order,
                created_from=created_from,
                created_to=created_to,
                settled_from=settled_from,
                settled_to=settled_to,
                state=state,
                claimed=claimed,
                dispute=dispute,
                principal=principal,
                run_id=run_id,
                task_id=task_id,
                vendor=vendor,
                category=category,
                item=item,
                external_id=external_id,
                outcome_type=outcome_type,
                metadata=metadata,
                expand=expand,
                deadline=deadline,
            )
        )

    def get_reservation(
        self,
        id: str,
        *,
        expand: list[GetReservationExpand] | None = None,
        wait_seconds: int | None = None,
        deadline: float | None = None,
    ) -> ReservationDetails:
        """Read a reservation.

        With waitSeconds, a reservation that waits for approval is answered when it no longer
        waits, or when the time is up.
        """
        return self._ask(
            requests.get_reservation(
                id,
                expand=expand,
                wait_seconds=wait_seconds,
                deadline=deadline,
            )
        )

    def batch_reservations(self, body: BatchBody, *, deadline: float | None = None) -> BatchResults:
        """Reserve and settle in bulk.

        Up to 1,000 commands, reservations, charges and all that settles them, each with its
        own idempotencyKey and its own result: what the single route would have answered. The
        request as a whole needs no Idempotency-Key, and a key may be retried here or there.
        The request needs the action `reserve`; each command needs the action of its single
        route as well.
        """
        return self._ask(requests.batch_reservations(body, deadline=deadline))

    def commit_reservation(
        self,
        id: str,
        body: CommitBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation | WrittenClaimedReservation:
        """Commit a cost.

        Settles with the real amount, out of the hold. What exceeds it is taken as `overage`
        says: `available` asks the limits, `overdraft` reports real cost, which is recorded
        whatever it passes as far as the key may do that (action `overdraft`). A commit after
        expiry, a release or a close takes its money again in the same way: work that was
        consumed is recorded.
        """
        return self._ask(
            requests.commit_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def release_reservation(
        self,
        id: str,
        body: ReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Release a hold."""
        return self._ask(
            requests.release_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def extend_reservation(
        self,
        id: str,
        body: ExtendBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Extend a hold.

        It is held for at least ttlSeconds from now; an extension never shortens it.
        """
        return self._ask(
            requests.extend_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def revoke_settlement_token(
        self,
        id: str,
        body: ReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Revoke the settlement token.

        Whoever has it settles nothing any more. What is held stays held: commit or release
        it. To repeat it is no error. A 404 as well where the reservation was made without a
        token.
        """
        return self._ask(
            requests.revoke_settlement_token(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def refund_reservation(
        self,
        id: str,
        body: RefundBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Refund a cost.

        Into the windows that the reservation was charged to. `usage` says what of the
        reported usage came back, `externalId` how the one who pays back names the refund.
        """
        return self._ask(
            requests.refund_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def record_charge(
        self,
        id: str,
        body: ChargeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation | WrittenClaimedReservation:
        """Record a cost that nobody reserved for.

        It has happened, and is recorded as a commit above its hold is: a reservation that
        holds nothing and is committed as it is made, so that it can be refunded and found
        like any other. Envelopes count it in the windows under way now, whenever it happened.
        What the key may not record above limits becomes a claim. A name of the vendor
        (`externalId`) is charged once in a tree.
        """
        return self._ask(
            requests.record_charge(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def settle_claim(
        self,
        id: str,
        body: SettleClaimBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Settle a claim.

        Records the claimed cost, or a part of it, whatever limits it passes. Above limits it
        stops the budget, as a commit with overage overdraft does. The rest stays claimed.
        """
        return self._ask(
            requests.settle_claim(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def dismiss_claim(
        self,
        id: str,
        body: DismissClaimBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Dismiss a claim.

        Drops a claim that was not a cost, or not one of this budget. Only a key that could
        settle all of it may dismiss it. The reason is kept in the journal.
        """
        return self._ask(
            requests.dismiss_claim(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def open_dispute(
        self,
        id: str,
        body: OpenDisputeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Dispute a payment.

        Says that something which was paid, or a part of it, should come back, and why.
        Nothing moves until a person decides. It can be opened once the reservation is
        settled, for as long as its price says (`disputableSeconds`), or for 30 days. `GET
        /v1/reservations?dispute=open` lists those that wait.
        """
        return self._ask(
            requests.open_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def uphold_dispute(
        self,
        id: str,
        body: UpholdDisputeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Uphold a dispute.

        Gives back what is disputed, or a part of it, as a refund does: into the windows that
        the reservation was charged to. The answer says which dispute it is to, as it was seen
        (`openedAt` or `expectedVersion`). Never by who opened it, nor with a key that they
        issued.
        """
        return self._ask(
            requests.uphold_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def reject_dispute(
        self,
        id: str,
        body: RejectDisputeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Reject a dispute.

        What was paid stays paid, and the reason is kept. The answer says which dispute it is
        to, as it was seen (`openedAt` or `expectedVersion`). Never by who opened it, nor with
        a key that they issued.
        """
        return self._ask(
            requests.reject_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def withdraw_dispute(
        self,
        id: str,
        body: ReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Withdraw a dispute.

        By the holder who opened it alone. It can be opened again within its time.
        """
        return self._ask(
            requests.withdraw_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def get_settlement(self, *, deadline: float | None = None) -> Settlement:
        """Read what a token pays.

        What is held for you, and until when: look before you work. With a settlement token,
        and nothing else. It says nothing of the budget that pays.
        """
        return self._ask(requests.get_settlement(deadline=deadline))

    def commit_settlement(
        self,
        body: PayeeCommitBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenSettlement:
        """Take what was held.

        Settles with what the work did cost, at most what is held. With a settlement token,
        while the reservation is held. The journal names the token as who settled.
        """
        return self._ask(
            requests.commit_settlement(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def release_settlement(
        self,
        body: PayeeReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenSettlement:
        """Give back what was held.

        With a settlement token, while the reservation is held: nothing of it will be taken.
        """
        return self._ask(
            requests.release_settlement(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def extend_run(
        self,
        run_id: str,
        body: RunExtendBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> RunResult:
        """Extend all holds of a run.

        Each is held for at least ttlSeconds from now. What waits for approval keeps its
        deadline. A run may have many: one request is about at most `limit` of them, the
        oldest first, and counts as so many commands. Go on with `nextCursor` until it is
        null. Each is a command of its own, as if the single route had been sent it with the
        key `<Idempotency-Key>/<reservation id>`: a repeated request does nothing twice, and
        one key may serve for all parts. A run of which nothing is held, or that nobody has
        heard of, is answered with nothing done.
        """
        return self._ask(
            requests.extend_run(run_id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def release_run(
        self,
        run_id: str,
        body: RunReleaseBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> RunResult:
        """Release all holds of a run.

        Whether they are held or wait for approval. Those with `onExpiry` commit are refused
        (`reservation_state`): whoever knows that nobody can cash one releases it by itself. A
        run may have many: one request is about at most `limit` of them, the oldest first, and
        counts as so many commands. Go on with `nextCursor` until it is null. Each is a
        command of its own, as if the single route had been sent it with the key
        `<Idempotency-Key>/<reservation id>`: a repeated request does nothing twice, and one
        key may serve for all parts. A run of which nothing is held, or that nobody has heard
        of, is answered with nothing done.
        """
        return self._ask(
            requests.release_run(run_id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def list_approvals(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        subtree: bool | None = None,
        expand: list[ListApprovalsExpand] | None = None,
        deadline: float | None = None,
    ) -> ReservationPage:
        """List pending approvals.

        Reservations that the caller may still decide on. Labels are left out unless they are
        asked for with expand; `expand=envelopes` says which limit is meant and how much of it
        is used. Order: the earliest deadline first; of those with the same deadline the
        oldest, by their ids.
        """
        return self._ask(
            requests.list_approvals(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                subtree=subtree,
                expand=expand,
                deadline=deadline,
            )
        )

    def approve_reservation(
        self,
        id: str,
        body: ApproveBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Approve a reservation.

        Each holder counts once, and never the one who asked. The last approval that is needed
        is decided anew: if a rule is in the way by now it is denied, and the reservation goes
        on waiting. Otherwise the reservation is held for its ttlSeconds from then on.
        """
        return self._ask(
            requests.approve_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def reject_reservation(
        self,
        id: str,
        body: RejectBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Reject a reservation.

        One rejection is enough: the money goes back, and the reason is kept.
        """
        return self._ask(
            requests.reject_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def create_decision(self, body: PurposeBody, *, deadline: float | None = None) -> Decision:
        """Dry run of a reservation.

        Decides as a reservation of the caller would be decided now, and changes nothing: no
        hold, no journal entry, no count. A key that may not reserve gets `forbidden`, and the
        rules that would be in the way of a key that may.
        """
        return self._ask(requests.create_decision(body, deadline=deadline))

    def set_price(
        self,
        id: str,
        body: SetPriceBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenPrice:
        """Set a price.

        What an item costs, for the budget and everything under it; the nearest price wins. A
        price never changes: this one takes the place of the one before. What was reserved
        earlier is paid by the price that it was reserved under.
        """
        return self._ask(
            requests.set_price(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def list_prices(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        vendor: str | None = None,
        item: str | None = None,
        ended: bool | None = None,
        deadline: float | None = None,
    ) -> PricePage:
        """List the prices of a budget.

        Those that were set on it, not those that it takes from above or from the catalogue.
        """
        return self._ask(
            requests.list_prices(
                id,
                limit=limit,
                cursor=cursor,
                vendor=vendor,
                item=item,
                ended=ended,
                deadline=deadline,
            )
        )

    def find_price(
        self,
        *,
        budget_id: str,
        vendor: str,
        item: str,
        deadline: float | None = None,
    ) -> PriceInForce:
        """Find the price of an item.

        The one in force for a budget now: the nearest that was set on the way to its root or
        else, in a tree in USD, that of the catalogue of hosted models.
        """
        return self._ask(
            requests.find_price(budget_id=budget_id, vendor=vendor, item=item, deadline=deadline)
        )

    def get_price(self, id: str, *, deadline: float | None = None) -> Price:
        """Read a price."""
        return self._ask(requests.get_price(id, deadline=deadline))

    def withdraw_price(
        self,
        id: str,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenPrice:
        """Withdraw a price.

        It holds for nothing new. What was reserved under it is paid by it all the same.
        """
        return self._ask(
            requests.withdraw_price(
                id,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def create_estimate(self, body: EstimateBody, *, deadline: float | None = None) -> Estimates:
        """Estimate what calls would cost.

        Prices each candidate by the price in force for the budget, and says which of them a
        reservation of the caller would pass for now: the cheapest first. Of one that does not
        pass it says the largest usage that would. Nothing is held and nothing is journaled.
        """
        return self._ask(requests.create_estimate(body, deadline=deadline))

    def list_entries(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        order: ListBudgetsOrder | None = None,
        after_version: int | None = None,
        kind: ListEntriesKind | None = None,
        outcome: ListEntriesOutcome | None = None,
        reservation_id: str | None = None,
        deadline: float | None = None,
    ) -> EntryPage:
        """List journal entries.

        One for each decision that touched the budget, denials included; entry n made version
        n. Order: as they were written, by version; with `order=desc` from the newest back.
        """
        return self._ask(
            requests.list_entries(
                id,
                limit=limit,
                cursor=cursor,
                order=order,
                after_version=after_version,
                kind=kind,
                outcome=outcome,
                reservation_id=reservation_id,
                deadline=deadline,
            )
        )

    def get_entry(
        self,
        id: str,
        version: str,
        *,
        expand: list[Literal["path"]] | None = None,
        deadline: float | None = None,
    ) -> ExplainedEntry:
        """Read a journal entry.

        The entry that made a version of the budget. With `expand=path` it comes with what was
        decided on: the settings, balances and envelopes of each budget up to the root, as
        they were then and not as they are now. What cannot be seen any more is null.
        """
        return self._ask(requests.get_entry(id, version, expand=expand, deadline=deadline))

    def get_balance(
        self,
        id: str,
        *,
        at: str | None = None,
        deadline: float | None = None,
    ) -> Balance:
        """Read past balances.

        The balances after the newest entry at or before the moment. At a time before the
        first entry they are zero, at version 0, so that months can be compared whenever the
        budget began. A version that the budget does not have is a 404.
        """
        return self._ask(requests.get_balance(id, at=at, deadline=deadline))

    def verify_budget(self, id: str, *, deadline: float | None = None) -> Verification:
        """Verify the journal of a budget.

        Recomputes the chain of hashes and the balances from the entries, and compares them
        with the budget. With one key one journal is checked at a time, and two in each
        process; a check ends when its caller hangs up.
        """
        return self._ask(requests.verify_budget(id, deadline=deadline))

    def search_entries(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        scope: PastScope | None = None,
        order: ListBudgetsOrder | None = None,
        from_: str | None = None,
        to: str | None = None,
        kind: list[ListEntriesKind] | None = None,
        outcome: ListEntriesOutcome | None = None,
        code: DenialCode | None = None,
        principal: str | None = None,
        vendor: str | None = None,
        run_id: str | None = None,
        external_id: str | None = None,
        outcome_type: str | None = None,
        reservation_id: str | None = None,
        metadata: list[str] | None = None,
        profile: Literal["focus"] | None = None,
        billing_currency: str | None = None,
        billing_rate: Amount | None = None,
        expand: list[MetersCustomerFrom] | None = None,
        deadline: float | None = None,
    ) -> FoundEntryPage:
        """Search journal entries.

        What was decided in a subtree, or without a budget in all that the caller reaches. The
        pages of one search show what had been committed when it began: what is decided
        meanwhile is in the next search, or comes with the events. A page has at most 1 MiB
        and may end before its limit: there are more as long as nextCursor is not null. What
        can be large is left out unless it is asked for with expand. A page looks at 20,000
        entries at most: where little is found it can be empty, and there are more all the
        same. With `Accept: text/csv` or `application/x-ndjson` all items are sent, without
        `limit` and `cursor`; an answer whose connection breaks is not whole. Order: the
        oldest first, by their time; those of the same time by the id of their budget, and by
        version. Without a budget, for callers who reach all trees, as they were recorded.
        With `order=desc` from the newest back.
        """
        return self._ask(
            requests.search_entries(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                scope=scope,
                order=order,
                from_=from_,
                to=to,
                kind=kind,
                outcome=outcome,
                code=code,
                principal=principal,
                vendor=vendor,
                run_id=run_id,
                external_id=external_id,
                outcome_type=outcome_type,
                reservation_id=reservation_id,
                metadata=metadata,
                profile=profile,
                billing_currency=billing_currency,
                billing_rate=billing_rate,
                expand=expand,
                deadline=deadline,
            )
        )

    def get_spend(
        self,
        *,
        budget_id: str,
        from_: str | None = None,
        to: str | None = None,
        group_by: list[GetSpendGroupBy | str] | None = None,
        labels: list[str] | None = None,
        vendor: str | None = None,
        category: str | None = None,
        item: str | None = None,
        run_id: str | None = None,
        principal: str | None = None,
        code: DenialCode | None = None,
        timezone: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        deadline: float | None = None,
    ) -> Spend:
        """Sum up spend.

        What a budget and all that lies under it spent, by up to three groups, in a time. The
        sums follow decisions within a second; while they are made anew from the journal the
        answer is a 503. With `Accept: text/csv` or `application/x-ndjson` all items are sent,
        without `limit` and `cursor`; an answer whose connection breaks is not whole.
        """
        return self._ask(
            requests.get_spend(
                budget_id=budget_id,
                from_=from_,
                to=to,
                group_by=group_by,
                labels=labels,
                vendor=vendor,
                category=category,
                item=item,
                run_id=run_id,
                principal=principal,
                code=code,
                timezone=timezone,
                limit=limit,
                cursor=cursor,
                deadline=deadline,
            )
        )

    def get_statement(self, id: str, month: str, *, deadline: float | None = None) -> Statement:
        """Read the statement of a month.

        What the journals of a budget and of all that lies under it recorded in a month, in
        the time zone of the tree: by vendor, category and item, with quantities, tiers, base
        fees and refunds. Once the month has closed, it is the same for ever; what is
        corrected later is in the statement of its own month. With `Accept: text/csv` or
        `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer
        whose connection breaks is not whole.
        """
        return self._ask(requests.get_statement(id, month, deadline=deadline))

    def create_webhook(
        self,
        body: CreateWebhookBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhookWithSecret:
        """Create a webhook.

        From now on the events of a budget and of everything under it (or of all trees, for
        those who are bound to no budget and name none) are sent: at least once, and in order
        for each budget. Of kind `http`, to the URL as Standard Webhooks: the answer has the
        secret that signs them. Of the other kinds, as messages that people read.
        """
        return self._ask(
            requests.create_webhook(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def list_webhooks(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        subtree: bool | None = None,
        deadline: float | None = None,
    ) -> WebhookPage:
        """List webhooks.

        Order: the newest first, by their ids, which are made when a request arrives.
        """
        return self._ask(
            requests.list_webhooks(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                subtree=subtree,
                deadline=deadline,
            )
        )

    def get_webhook(self, id: str, *, deadline: float | None = None) -> Webhook:
        """Read a webhook."""
        return self._ask(requests.get_webhook(id, deadline=deadline))

    def update_webhook(
        self,
        id: str,
        body: UpdateWebhookBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhook:
        """Change, pause or resume a webhook."""
        return self._ask(
            requests.update_webhook(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def delete_webhook(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhook:
        """Delete a webhook.

        With its deliveries: what is pending is not sent any more.
        """
        return self._ask(
            requests.delete_webhook(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    def rotate_webhook_secret(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhookWithSecret:
        """Rotate the secret of a webhook.

        Of kind `http`. Deliveries are signed with the new secret and, until
        previousSecretUntil, with the one before it as well.
        """
        return self._ask(
            requests.rotate_webhook_secret(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    def test_webhook(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenDelivery:
        """Send a ping.

        Makes one attempt to deliver an event of the type webhook.ping. Its result is in the
        deliveries.
        """
        return self._ask(
            requests.test_webhook(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    def list_deliveries(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: DeliveryState | None = None,
        deadline: float | None = None,
    ) -> DeliveryPage:
        """List deliveries.

        Those that are made or parked are kept for 30 days. Order: the newest first, by their
        ids, which are made when a request arrives.
        """
        return self._ask(
            requests.list_deliveries(id, limit=limit, cursor=cursor, state=state, deadline=deadline)
        )

    def redeliver(
        self,
        id: str,
        delivery_id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenDelivery:
        """Redeliver an event.

        Sends the same event under the same id, outside of the order of its budget. A pending
        delivery is not changed.
        """
        return self._ask(
            requests.redeliver(id, delivery_id, idempotency_key=idempotency_key, deadline=deadline)
        )

    def park_delivery(
        self,
        id: str,
        delivery_id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenDelivery:
        """Park a delivery.

        Gives up a pending delivery, so that the next event of its budget is sent. It can be
        redelivered later. A delivered or parked delivery is not changed.
        """
        return self._ask(
            requests.park_delivery(
                id,
                delivery_id,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def set_meters(
        self,
        id: str,
        body: SetMetersBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeters:
        """Set the meters of a tree.

        From now on what the tree spends and uses is sent to Stripe as meter events, each
        once. Meters that were set before are replaced, and go on where they were.
        """
        return self._ask(
            requests.set_meters(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def get_meters(self, id: str, *, deadline: float | None = None) -> MetersWithStatus:
        """Read the meters of a tree.

        With how far they have come, and what is in their way.
        """
        return self._ask(requests.get_meters(id, deadline=deadline))

    def delete_meters(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeters:
        """Delete the meters of a tree.

        With their events: what is pending or parked is not sent any more, and the key is
        forgotten.
        """
        return self._ask(
            requests.delete_meters(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    def list_meter_events(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: DeliveryState | None = None,
        deadline: float | None = None,
    ) -> MeterEventPage:
        """List meter events.

        Those that were sent or left out are kept for 30 days, parked ones for 90. Order: the
        newest first, by their ids, which are made when a request arrives.
        """
        return self._ask(
            requests.list_meter_events(
                id,
                limit=limit,
                cursor=cursor,
                state=state,
                deadline=deadline,
            )
        )

    def retry_meter_event(
        self,
        id: str,
        event_id: str,
        body: RetryMeterEventBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeterEvent:
        """Retry a parked meter event.

        Sends it again under the same identifier.
        """
        return self._ask(
            requests.retry_meter_event(
                id,
                event_id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def skip_meter_event(
        self,
        id: str,
        event_id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeterEvent:
        """Skip a parked meter event.

        Leaves it out for good: it was billed otherwise, or is not to be billed.
        """
        return self._ask(
            requests.skip_meter_event(
                id,
                event_id,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    def get_principal(self, *, deadline: float | None = None) -> Principal:
        """Read the caller."""
        return self._ask(requests.get_principal(deadline=deadline))

    def issue_key(
        self,
        id: str,
        body: IssueKeyBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewKey:
        """Issue a key.

        For the budget and everything under it. The secret is shown once; only its hash is
        kept. Who chooses it and sends `secretHash` loses nothing with a lost answer. It can
        do no more, and no longer, than the key that issues it.
        """
        return self._ask(
            requests.issue_key(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def list_keys(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        subtree: bool | None = None,
        deadline: float | None = None,
    ) -> KeyPage:
        """List the keys of a budget.

        Order: the newest first, by their ids, which are made when a request arrives.
        """
        return self._ask(
            requests.list_keys(id, limit=limit, cursor=cursor, subtree=subtree, deadline=deadline)
        )

    def revoke_keys(
        self,
        id: str,
        body: RevokeKeysBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenKeysEnded:
        """Revoke all keys of a budget.

        With `subtree`, those of its descendants too; with `issued`, all that came of them. A
        key that may do more than the one that is used is not revoked by it: 403. More than
        10,000 end in parts, for up to ten seconds; then `keysRemain` asks for the same
        request again. Binds on every replica within a second.
        """
        return self._ask(
            requests.revoke_keys(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def get_key(self, id: str, *, deadline: float | None = None) -> Key:
        """Read a key."""
        return self._ask(requests.get_key(id, deadline=deadline))

    def revoke_key(
        self,
        id: str,
        body: RevokeKeyBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenKeysEnded:
        """Revoke a key.

        With `issued`, all that came of it too, in parts where these are more than 10,000.
        Binds on every replica within a second. Revoking it again is no error.
        """
        return self._ask(
            requests.revoke_key(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def rotate_key(
        self,
        id: str,
        body: RotateKeyBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewKey:
        """Rotate a key.

        With the same holder, name, role, scopes and end. The old one works on for
        `overlapSeconds`. The caller must be able to issue such a key, and gets its secret:
        the keys of operators and approvers are rotated by their holder, by who handed them
        out, and from the top of the tree above their budget.
        """
        return self._ask(
            requests.rotate_key(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    def get_sign_in(self, *, deadline: float | None = None) -> SignIn:
        """List the ways to sign in."""
        return self._ask(requests.get_sign_in(deadline=deadline))

    def open_session(self, body: SignInBody, *, deadline: float | None = None) -> Session:
        """Sign in with a key.

        For browsers: the answer sets a cookie that no script reads, and what is asked with it
        is asked by the holder of the key. The session ends with the key. One that the browser
        had before is over. Programs send the key instead.
        """
        return self._ask(requests.open_session(body, deadline=deadline))

    def list_sessions(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        holder: str | None = None,
        deadline: float | None = None,
    ) -> OpenSessionPage:
        """List open sessions.

        Those of the caller; of everybody for those who may manage all trees. Order: the
        newest first, by their ids, which are made when a request arrives.
        """
        return self._ask(
            requests.list_sessions(limit=limit, cursor=cursor, holder=holder, deadline=deadline)
        )

    def get_session(self, *, deadline: float | None = None) -> Session:
        """Read the session."""
        return self._ask(requests.get_session(deadline=deadline))


class AsyncApi:
    def __init__(self, ask: AskAsync) -> None:
        self._ask = ask

    async def create_budget(
        self,
        body: CreateBudgetBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewBudget:
        """Create a root budget.

        Opens a tree: one currency, one scale, one time zone, and an allocation to spend.
        """
        return await self._ask(
            requests.create_budget(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def list_budgets(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        parent_id: str | None = None,
        within: str | None = None,
        roots_only: bool | None = None,
        open_only: bool | None = None,
        state: BudgetState | None = None,
        overdrawn: bool | None = None,
        q: str | None = None,
        name: str | None = None,
        ref: str | None = None,
        metadata: list[str] | None = None,
        order: ListBudgetsOrder | None = None,
        expand: list[ListBudgetsExpand] | None = None,
        deadline: float | None = None,
    ) -> BudgetPage:
        """List budgets.

        A page has at most 1 MiB and may end before its limit: there are more as long as
        nextCursor is not null. What can be large is left out unless it is asked for with
        expand. Order: the newest first, by their ids, which are made when a request arrives.
        With `order=asc` the oldest first.
        """
        return await self._ask(
            requests.list_budgets(
                limit=limit,
                cursor=cursor,
                parent_id=parent_id,
                within=within,
                roots_only=roots_only,
                open_only=open_only,
                state=state,
                overdrawn=overdrawn,
                q=q,
                name=name,
                ref=ref,
                metadata=metadata,
                order=order,
                expand=expand,
                deadline=deadline,
            )
        )

    async def delegate_budget(
        self,
        id: str,
        body: DelegateBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewChild:
        """Create a child budget.

        Gives part of a budget to a sub-agent: the guarantee is carved out at once, and what
        the child uses beyond it is drawn from the parent on demand, up to the ceiling. With
        `key`, the sub-agent gets a key of its own in the same step. With `ref`, a spawn that
        is repeated under another Idempotency-Key finds the child that it made.
        """
        return await self._ask(
            requests.delegate_budget(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def get_budget(self, id: str, *, deadline: float | None = None) -> BudgetWithUsage:
        """Read a budget.

        With its balances, those above it, its envelopes and what they have counted in their
        current windows.
        """
        return await self._ask(requests.get_budget(id, deadline=deadline))

    async def update_budget(
        self,
        id: str,
        body: UpdateBudgetBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Change the settings of a budget.

        Name, policy and labels; of a root also the dimensions of its tree; of a child also
        guarantee and ceiling, by those who reach its parent. A raised guarantee is drawn from
        the parent at once, a lowered one flows back.
        """
        return await self._ask(
            requests.update_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def get_budget_tree(
        self,
        id: str,
        *,
        depth: int | None = None,
        limit: int | None = None,
        expand: list[GetBudgetTreeExpand] | None = None,
        deadline: float | None = None,
    ) -> BudgetTree:
        """Read a tree of budgets.

        Breadth first, the oldest children first, until the limit, or until the answer has 1
        MiB. Policies and labels are left out unless they are asked for.
        """
        return await self._ask(
            requests.get_budget_tree(id, depth=depth, limit=limit, expand=expand, deadline=deadline)
        )

    async def fund_budget(
        self,
        id: str,
        body: FundBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Fund a root budget."""
        return await self._ask(
            requests.fund_budget(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def defund_budget(
        self,
        id: str,
        body: FundBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Defund a root budget.

        Only what is not used can be taken away: the problem names the amount that could be.
        """
        return await self._ask(
            requests.defund_budget(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def freeze_budget(
        self,
        id: str,
        body: ChangeStateBody | None = None,
        *,
        if_match: int | None = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Freeze a budget.

        Stops the whole subtree from reserving and delegating. Holds can still be committed or
        released. A frozen budget can be frozen again.
        """
        return await self._ask(
            requests.freeze_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def resume_budget(
        self,
        id: str,
        body: ChangeStateBody | None = None,
        *,
        if_match: int | None = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Resume a frozen or paused budget.

        Resuming a paused budget needs a reason: a person has looked at what stopped it. A
        budget that was stopped from above is resumed from above.
        """
        return await self._ask(
            requests.resume_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def close_budget(
        self,
        id: str,
        body: CloseBody | None = None,
        *,
        if_match: int | None = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenBudget:
        """Close a budget and its subtree.

        Final. Live reservations in the subtree are released, or are a reason to refuse; what
        was not spent goes back to the parent. A large subtree is stopped at once and settled
        in parts: the answer waits for the end of that for ten seconds.
        """
        return await self._ask(
            requests.close_budget(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def list_fullest_envelopes(
        self,
        *,
        share_from: str | None = None,
        budget_id: str | None = None,
        expand: list[Literal["budget"]] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        deadline: float | None = None,
    ) -> FullEnvelopePage:
        """List the fullest envelopes.

        Limits on open budgets that have counted something in their window of now, across all
        budgets that the caller reaches, one item for each counter. Looks at 20,000 budgets,
        20,000 envelopes and 20,000 counters at most, those nearest to the top of a tree
        first, and at 2,000 counters of one envelope; `truncated` says whether there is more.
        Use changes while pages are read: what becomes fuller meanwhile can be in no page.
        Order: the fullest first; of those of the same share the oldest envelope, by its id,
        and then by the key.
        """
        return await self._ask(
            requests.list_fullest_envelopes(
                share_from=share_from,
                budget_id=budget_id,
                expand=expand,
                limit=limit,
                cursor=cursor,
                deadline=deadline,
            )
        )

    async def create_envelope(
        self,
        id: str,
        body: EnvelopeBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenChangedEnvelope:
        """Add an envelope to a budget.

        It counts from now on: earlier spending is not in its windows. A relative limit
        follows the past.
        """
        return await self._ask(
            requests.create_envelope(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def update_envelope(
        self,
        id: str,
        body: UpdateEnvelopeBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenChangedEnvelope:
        """Change an envelope.

        A lowered limit binds the next decision; what the current window has used stays used.
        """
        return await self._ask(
            requests.update_envelope(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def delete_envelope(
        self,
        id: str,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenChangedEnvelope:
        """Delete an envelope.

        Answers the envelope as it was, with the new revision of the budget as ETag, so that
        the next change can follow without a read.
        """
        return await self._ask(
            requests.delete_envelope(
                id,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def get_envelope_windows(
        self,
        id: str,
        *,
        key: str | None = None,
        last: int | None = None,
        deadline: float | None = None,
    ) -> CountedWindows:
        """Read what an envelope counted.

        In its last windows, up to the one under way.
        """
        return await self._ask(
            requests.get_envelope_windows(id, key=key, last=last, deadline=deadline)
        )

    async def get_baseline(
        self,
        id: str,
        *,
        window: PastWindow | None = None,
        window_days: int | None = None,
        scope: PastScope | None = None,
        deadline: float | None = None,
    ) -> Past:
        """Read the baseline of a budget.

        What the budget used in complete windows of one kind, as of now, and its relative
        limits in force.
        """
        return await self._ask(
            requests.get_baseline(
                id,
                window=window,
                window_days=window_days,
                scope=scope,
                deadline=deadline,
            )
        )

    async def create_reservation(
        self,
        body: ReserveBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenEndedReservation | WrittenHeldReservation | WrittenPendingReservation:
        """Reserve money for a call.

        Passes if every rule from the budget to the root lets it. Above the limit of an
        `approve` envelope it waits, with its money set aside, until people agree: answered
        202. A denial lists everything in the way, the largest amount that would pass now, and
        when the request as made would.
        """
        return await self._ask(
            requests.create_reservation(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def list_reservations(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        subtree: bool | None = None,
        order_by: ListReservationsOrderBy | None = None,
        order: ListBudgetsOrder | None = None,
        created_from: str | None = None,
        created_to: str | None = None,
        settled_from: str | None = None,
        settled_to: str | None = None,
        state: list[SettlementState] | None = None,
        claimed: bool | None = None,
        dispute: list[DisputeState] | None = None,
        principal: str | None = None,
        run_id: str | None = None,
        task_id: str | None = None,
        vendor: list[str] | None = None,
        category: str | None = None,
        item: str | None = None,
        external_id: str | None = None,
        outcome_type: str | None = None,
        metadata: list[str] | None = None,
        expand: list[ListApprovalsExpand] | None = None,
        deadline: float | None = None,
    ) -> ReservationPage:
        """List reservations.

        A page has at most 1 MiB and may end before its limit: there are more as long as
        nextCursor is not null. What can be large is left out unless it is asked for with
        expand. A page looks at 20,000 reservations at most: where little is found it can be
        empty, and there are more all the same. With `Accept: text/csv` or
        `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer
        whose connection breaks is not whole. Order: the newest first, by their ids, which are
        made when a request arrives. With `order=asc` the oldest first, with
        `orderBy=settledAt` by the time of settlement and then by id.
        """
        return await self._ask(
            requests.list_reservations(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                subtree=subtree,
                order_by=order_by,
                order=order,
                created_from=created_from,
                created_to=created_to,
                settled_from=settled_from,
                settled_to=settled_to,
                state=state,
                claimed=claimed,
                dispute=dispute,
                principal=principal,
                run_id=run_id,
                task_id=task_id,
                vendor=vendor,
                category=category,
                item=item,
                external_id=external_id,
                outcome_type=outcome_type,
                metadata=metadata,
                expand=expand,
                deadline=deadline,
            )
        )

    async def get_reservation(
        self,
        id: str,
        *,
        expand: list[GetReservationExpand] | None = None,
        wait_seconds: int | None = None,
        deadline: float | None = None,
    ) -> ReservationDetails:
        """Read a reservation.

        With waitSeconds, a reservation that waits for approval is answered when it no longer
        waits, or when the time is up.
        """
        return await self._ask(
            requests.get_reservation(
                id,
                expand=expand,
                wait_seconds=wait_seconds,
                deadline=deadline,
            )
        )

    async def batch_reservations(
        self,
        body: BatchBody,
        *,
        deadline: float | None = None,
    ) -> BatchResults:
        """Reserve and settle in bulk.

        Up to 1,000 commands, reservations, charges and all that settles them, each with its
        own idempotencyKey and its own result: what the single route would have answered. The
        request as a whole needs no Idempotency-Key, and a key may be retried here or there.
        The request needs the action `reserve`; each command needs the action of its single
        route as well.
        """
        return await self._ask(requests.batch_reservations(body, deadline=deadline))

    async def commit_reservation(
        self,
        id: str,
        body: CommitBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation | WrittenClaimedReservation:
        """Commit a cost.

        Settles with the real amount, out of the hold. What exceeds it is taken as `overage`
        says: `available` asks the limits, `overdraft` reports real cost, which is recorded
        whatever it passes as far as the key may do that (action `overdraft`). A commit after
        expiry, a release or a close takes its money again in the same way: work that was
        consumed is recorded.
        """
        return await self._ask(
            requests.commit_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def release_reservation(
        self,
        id: str,
        body: ReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Release a hold."""
        return await self._ask(
            requests.release_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def extend_reservation(
        self,
        id: str,
        body: ExtendBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Extend a hold.

        It is held for at least ttlSeconds from now; an extension never shortens it.
        """
        return await self._ask(
            requests.extend_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def revoke_settlement_token(
        self,
        id: str,
        body: ReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Revoke the settlement token.

        Whoever has it settles nothing any more. What is held stays held: commit or release
        it. To repeat it is no error. A 404 as well where the reservation was made without a
        token.
        """
        return await self._ask(
            requests.revoke_settlement_token(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def refund_reservation(
        self,
        id: str,
        body: RefundBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Refund a cost.

        Into the windows that the reservation was charged to. `usage` says what of the
        reported usage came back, `externalId` how the one who pays back names the refund.
        """
        return await self._ask(
            requests.refund_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def record_charge(
        self,
        id: str,
        body: ChargeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation | WrittenClaimedReservation:
        """Record a cost that nobody reserved for.

        It has happened, and is recorded as a commit above its hold is: a reservation that
        holds nothing and is committed as it is made, so that it can be refunded and found
        like any other. Envelopes count it in the windows under way now, whenever it happened.
        What the key may not record above limits becomes a claim. A name of the vendor
        (`externalId`) is charged once in a tree.
        """
        return await self._ask(
            requests.record_charge(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def settle_claim(
        self,
        id: str,
        body: SettleClaimBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Settle a claim.

        Records the claimed cost, or a part of it, whatever limits it passes. Above limits it
        stops the budget, as a commit with overage overdraft does. The rest stays claimed.
        """
        return await self._ask(
            requests.settle_claim(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def dismiss_claim(
        self,
        id: str,
        body: DismissClaimBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Dismiss a claim.

        Drops a claim that was not a cost, or not one of this budget. Only a key that could
        settle all of it may dismiss it. The reason is kept in the journal.
        """
        return await self._ask(
            requests.dismiss_claim(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def open_dispute(
        self,
        id: str,
        body: OpenDisputeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Dispute a payment.

        Says that something which was paid, or a part of it, should come back, and why.
        Nothing moves until a person decides. It can be opened once the reservation is
        settled, for as long as its price says (`disputableSeconds`), or for 30 days. `GET
        /v1/reservations?dispute=open` lists those that wait.
        """
        return await self._ask(
            requests.open_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def uphold_dispute(
        self,
        id: str,
        body: UpholdDisputeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Uphold a dispute.

        Gives back what is disputed, or a part of it, as a refund does: into the windows that
        the reservation was charged to. The answer says which dispute it is to, as it was seen
        (`openedAt` or `expectedVersion`). Never by who opened it, nor with a key that they
        issued.
        """
        return await self._ask(
            requests.uphold_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def reject_dispute(
        self,
        id: str,
        body: RejectDisputeBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Reject a dispute.

        What was paid stays paid, and the reason is kept. The answer says which dispute it is
        to, as it was seen (`openedAt` or `expectedVersion`). Never by who opened it, nor with
        a key that they issued.
        """
        return await self._ask(
            requests.reject_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def withdraw_dispute(
        self,
        id: str,
        body: ReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Withdraw a dispute.

        By the holder who opened it alone. It can be opened again within its time.
        """
        return await self._ask(
            requests.withdraw_dispute(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def get_settlement(self, *, deadline: float | None = None) -> Settlement:
        """Read what a token pays.

        What is held for you, and until when: look before you work. With a settlement token,
        and nothing else. It says nothing of the budget that pays.
        """
        return await self._ask(requests.get_settlement(deadline=deadline))

    async def commit_settlement(
        self,
        body: PayeeCommitBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenSettlement:
        """Take what was held.

        Settles with what the work did cost, at most what is held. With a settlement token,
        while the reservation is held. The journal names the token as who settled.
        """
        return await self._ask(
            requests.commit_settlement(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def release_settlement(
        self,
        body: PayeeReleaseBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenSettlement:
        """Give back what was held.

        With a settlement token, while the reservation is held: nothing of it will be taken.
        """
        return await self._ask(
            requests.release_settlement(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def extend_run(
        self,
        run_id: str,
        body: RunExtendBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> RunResult:
        """Extend all holds of a run.

        Each is held for at least ttlSeconds from now. What waits for approval keeps its
        deadline. A run may have many: one request is about at most `limit` of them, the
        oldest first, and counts as so many commands. Go on with `nextCursor` until it is
        null. Each is a command of its own, as if the single route had been sent it with the
        key `<Idempotency-Key>/<reservation id>`: a repeated request does nothing twice, and
        one key may serve for all parts. A run of which nothing is held, or that nobody has
        heard of, is answered with nothing done.
        """
        return await self._ask(
            requests.extend_run(run_id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def release_run(
        self,
        run_id: str,
        body: RunReleaseBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> RunResult:
        """Release all holds of a run.

        Whether they are held or wait for approval. Those with `onExpiry` commit are refused
        (`reservation_state`): whoever knows that nobody can cash one releases it by itself. A
        run may have many: one request is about at most `limit` of them, the oldest first, and
        counts as so many commands. Go on with `nextCursor` until it is null. Each is a
        command of its own, as if the single route had been sent it with the key
        `<Idempotency-Key>/<reservation id>`: a repeated request does nothing twice, and one
        key may serve for all parts. A run of which nothing is held, or that nobody has heard
        of, is answered with nothing done.
        """
        return await self._ask(
            requests.release_run(run_id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def list_approvals(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        subtree: bool | None = None,
        expand: list[ListApprovalsExpand] | None = None,
        deadline: float | None = None,
    ) -> ReservationPage:
        """List pending approvals.

        Reservations that the caller may still decide on. Labels are left out unless they are
        asked for with expand; `expand=envelopes` says which limit is meant and how much of it
        is used. Order: the earliest deadline first; of those with the same deadline the
        oldest, by their ids.
        """
        return await self._ask(
            requests.list_approvals(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                subtree=subtree,
                expand=expand,
                deadline=deadline,
            )
        )

    async def approve_reservation(
        self,
        id: str,
        body: ApproveBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Approve a reservation.

        Each holder counts once, and never the one who asked. The last approval that is needed
        is decided anew: if a rule is in the way by now it is denied, and the reservation goes
        on waiting. Otherwise the reservation is held for its ttlSeconds from then on.
        """
        return await self._ask(
            requests.approve_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def reject_reservation(
        self,
        id: str,
        body: RejectBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenReservation:
        """Reject a reservation.

        One rejection is enough: the money goes back, and the reason is kept.
        """
        return await self._ask(
            requests.reject_reservation(
                id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def create_decision(
        self,
        body: PurposeBody,
        *,
        deadline: float | None = None,
    ) -> Decision:
        """Dry run of a reservation.

        Decides as a reservation of the caller would be decided now, and changes nothing: no
        hold, no journal entry, no count. A key that may not reserve gets `forbidden`, and the
        rules that would be in the way of a key that may.
        """
        return await self._ask(requests.create_decision(body, deadline=deadline))

    async def set_price(
        self,
        id: str,
        body: SetPriceBody,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenPrice:
        """Set a price.

        What an item costs, for the budget and everything under it; the nearest price wins. A
        price never changes: this one takes the place of the one before. What was reserved
        earlier is paid by the price that it was reserved under.
        """
        return await self._ask(
            requests.set_price(
                id,
                body,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def list_prices(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        vendor: str | None = None,
        item: str | None = None,
        ended: bool | None = None,
        deadline: float | None = None,
    ) -> PricePage:
        """List the prices of a budget.

        Those that were set on it, not those that it takes from above or from the catalogue.
        """
        return await self._ask(
            requests.list_prices(
                id,
                limit=limit,
                cursor=cursor,
                vendor=vendor,
                item=item,
                ended=ended,
                deadline=deadline,
            )
        )

    async def find_price(
        self,
        *,
        budget_id: str,
        vendor: str,
        item: str,
        deadline: float | None = None,
    ) -> PriceInForce:
        """Find the price of an item.

        The one in force for a budget now: the nearest that was set on the way to its root or
        else, in a tree in USD, that of the catalogue of hosted models.
        """
        return await self._ask(
            requests.find_price(budget_id=budget_id, vendor=vendor, item=item, deadline=deadline)
        )

    async def get_price(self, id: str, *, deadline: float | None = None) -> Price:
        """Read a price."""
        return await self._ask(requests.get_price(id, deadline=deadline))

    async def withdraw_price(
        self,
        id: str,
        *,
        if_match: int,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenPrice:
        """Withdraw a price.

        It holds for nothing new. What was reserved under it is paid by it all the same.
        """
        return await self._ask(
            requests.withdraw_price(
                id,
                if_match=if_match,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def create_estimate(
        self,
        body: EstimateBody,
        *,
        deadline: float | None = None,
    ) -> Estimates:
        """Estimate what calls would cost.

        Prices each candidate by the price in force for the budget, and says which of them a
        reservation of the caller would pass for now: the cheapest first. Of one that does not
        pass it says the largest usage that would. Nothing is held and nothing is journaled.
        """
        return await self._ask(requests.create_estimate(body, deadline=deadline))

    async def list_entries(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        order: ListBudgetsOrder | None = None,
        after_version: int | None = None,
        kind: ListEntriesKind | None = None,
        outcome: ListEntriesOutcome | None = None,
        reservation_id: str | None = None,
        deadline: float | None = None,
    ) -> EntryPage:
        """List journal entries.

        One for each decision that touched the budget, denials included; entry n made version
        n. Order: as they were written, by version; with `order=desc` from the newest back.
        """
        return await self._ask(
            requests.list_entries(
                id,
                limit=limit,
                cursor=cursor,
                order=order,
                after_version=after_version,
                kind=kind,
                outcome=outcome,
                reservation_id=reservation_id,
                deadline=deadline,
            )
        )

    async def get_entry(
        self,
        id: str,
        version: str,
        *,
        expand: list[Literal["path"]] | None = None,
        deadline: float | None = None,
    ) -> ExplainedEntry:
        """Read a journal entry.

        The entry that made a version of the budget. With `expand=path` it comes with what was
        decided on: the settings, balances and envelopes of each budget up to the root, as
        they were then and not as they are now. What cannot be seen any more is null.
        """
        return await self._ask(requests.get_entry(id, version, expand=expand, deadline=deadline))

    async def get_balance(
        self,
        id: str,
        *,
        at: str | None = None,
        deadline: float | None = None,
    ) -> Balance:
        """Read past balances.

        The balances after the newest entry at or before the moment. At a time before the
        first entry they are zero, at version 0, so that months can be compared whenever the
        budget began. A version that the budget does not have is a 404.
        """
        return await self._ask(requests.get_balance(id, at=at, deadline=deadline))

    async def verify_budget(self, id: str, *, deadline: float | None = None) -> Verification:
        """Verify the journal of a budget.

        Recomputes the chain of hashes and the balances from the entries, and compares them
        with the budget. With one key one journal is checked at a time, and two in each
        process; a check ends when its caller hangs up.
        """
        return await self._ask(requests.verify_budget(id, deadline=deadline))

    async def search_entries(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        scope: PastScope | None = None,
        order: ListBudgetsOrder | None = None,
        from_: str | None = None,
        to: str | None = None,
        kind: list[ListEntriesKind] | None = None,
        outcome: ListEntriesOutcome | None = None,
        code: DenialCode | None = None,
        principal: str | None = None,
        vendor: str | None = None,
        run_id: str | None = None,
        external_id: str | None = None,
        outcome_type: str | None = None,
        reservation_id: str | None = None,
        metadata: list[str] | None = None,
        profile: Literal["focus"] | None = None,
        billing_currency: str | None = None,
        billing_rate: Amount | None = None,
        expand: list[MetersCustomerFrom] | None = None,
        deadline: float | None = None,
    ) -> FoundEntryPage:
        """Search journal entries.

        What was decided in a subtree, or without a budget in all that the caller reaches. The
        pages of one search show what had been committed when it began: what is decided
        meanwhile is in the next search, or comes with the events. A page has at most 1 MiB
        and may end before its limit: there are more as long as nextCursor is not null. What
        can be large is left out unless it is asked for with expand. A page looks at 20,000
        entries at most: where little is found it can be empty, and there are more all the
        same. With `Accept: text/csv` or `application/x-ndjson` all items are sent, without
        `limit` and `cursor`; an answer whose connection breaks is not whole. Order: the
        oldest first, by their time; those of the same time by the id of their budget, and by
        version. Without a budget, for callers who reach all trees, as they were recorded.
        With `order=desc` from the newest back.
        """
        return await self._ask(
            requests.search_entries(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                scope=scope,
                order=order,
                from_=from_,
                to=to,
                kind=kind,
                outcome=outcome,
                code=code,
                principal=principal,
                vendor=vendor,
                run_id=run_id,
                external_id=external_id,
                outcome_type=outcome_type,
                reservation_id=reservation_id,
                metadata=metadata,
                profile=profile,
                billing_currency=billing_currency,
                billing_rate=billing_rate,
                expand=expand,
                deadline=deadline,
            )
        )

    async def get_spend(
        self,
        *,
        budget_id: str,
        from_: str | None = None,
        to: str | None = None,
        group_by: list[GetSpendGroupBy | str] | None = None,
        labels: list[str] | None = None,
        vendor: str | None = None,
        category: str | None = None,
        item: str | None = None,
        run_id: str | None = None,
        principal: str | None = None,
        code: DenialCode | None = None,
        timezone: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        deadline: float | None = None,
    ) -> Spend:
        """Sum up spend.

        What a budget and all that lies under it spent, by up to three groups, in a time. The
        sums follow decisions within a second; while they are made anew from the journal the
        answer is a 503. With `Accept: text/csv` or `application/x-ndjson` all items are sent,
        without `limit` and `cursor`; an answer whose connection breaks is not whole.
        """
        return await self._ask(
            requests.get_spend(
                budget_id=budget_id,
                from_=from_,
                to=to,
                group_by=group_by,
                labels=labels,
                vendor=vendor,
                category=category,
                item=item,
                run_id=run_id,
                principal=principal,
                code=code,
                timezone=timezone,
                limit=limit,
                cursor=cursor,
                deadline=deadline,
            )
        )

    async def get_statement(
        self,
        id: str,
        month: str,
        *,
        deadline: float | None = None,
    ) -> Statement:
        """Read the statement of a month.

        What the journals of a budget and of all that lies under it recorded in a month, in
        the time zone of the tree: by vendor, category and item, with quantities, tiers, base
        fees and refunds. Once the month has closed, it is the same for ever; what is
        corrected later is in the statement of its own month. With `Accept: text/csv` or
        `application/x-ndjson` all items are sent, without `limit` and `cursor`; an answer
        whose connection breaks is not whole.
        """
        return await self._ask(requests.get_statement(id, month, deadline=deadline))

    async def create_webhook(
        self,
        body: CreateWebhookBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhookWithSecret:
        """Create a webhook.

        From now on the events of a budget and of everything under it (or of all trees, for
        those who are bound to no budget and name none) are sent: at least once, and in order
        for each budget. Of kind `http`, to the URL as Standard Webhooks: the answer has the
        secret that signs them. Of the other kinds, as messages that people read.
        """
        return await self._ask(
            requests.create_webhook(body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def list_webhooks(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        budget_id: str | None = None,
        subtree: bool | None = None,
        deadline: float | None = None,
    ) -> WebhookPage:
        """List webhooks.

        Order: the newest first, by their ids, which are made when a request arrives.
        """
        return await self._ask(
            requests.list_webhooks(
                limit=limit,
                cursor=cursor,
                budget_id=budget_id,
                subtree=subtree,
                deadline=deadline,
            )
        )

    async def get_webhook(self, id: str, *, deadline: float | None = None) -> Webhook:
        """Read a webhook."""
        return await self._ask(requests.get_webhook(id, deadline=deadline))

    async def update_webhook(
        self,
        id: str,
        body: UpdateWebhookBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhook:
        """Change, pause or resume a webhook."""
        return await self._ask(
            requests.update_webhook(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def delete_webhook(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhook:
        """Delete a webhook.

        With its deliveries: what is pending is not sent any more.
        """
        return await self._ask(
            requests.delete_webhook(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def rotate_webhook_secret(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenWebhookWithSecret:
        """Rotate the secret of a webhook.

        Of kind `http`. Deliveries are signed with the new secret and, until
        previousSecretUntil, with the one before it as well.
        """
        return await self._ask(
            requests.rotate_webhook_secret(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def test_webhook(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenDelivery:
        """Send a ping.

        Makes one attempt to deliver an event of the type webhook.ping. Its result is in the
        deliveries.
        """
        return await self._ask(
            requests.test_webhook(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def list_deliveries(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: DeliveryState | None = None,
        deadline: float | None = None,
    ) -> DeliveryPage:
        """List deliveries.

        Those that are made or parked are kept for 30 days. Order: the newest first, by their
        ids, which are made when a request arrives.
        """
        return await self._ask(
            requests.list_deliveries(id, limit=limit, cursor=cursor, state=state, deadline=deadline)
        )

    async def redeliver(
        self,
        id: str,
        delivery_id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenDelivery:
        """Redeliver an event.

        Sends the same event under the same id, outside of the order of its budget. A pending
        delivery is not changed.
        """
        return await self._ask(
            requests.redeliver(id, delivery_id, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def park_delivery(
        self,
        id: str,
        delivery_id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenDelivery:
        """Park a delivery.

        Gives up a pending delivery, so that the next event of its budget is sent. It can be
        redelivered later. A delivered or parked delivery is not changed.
        """
        return await self._ask(
            requests.park_delivery(
                id,
                delivery_id,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def set_meters(
        self,
        id: str,
        body: SetMetersBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeters:
        """Set the meters of a tree.

        From now on what the tree spends and uses is sent to Stripe as meter events, each
        once. Meters that were set before are replaced, and go on where they were.
        """
        return await self._ask(
            requests.set_meters(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def get_meters(self, id: str, *, deadline: float | None = None) -> MetersWithStatus:
        """Read the meters of a tree.

        With how far they have come, and what is in their way.
        """
        return await self._ask(requests.get_meters(id, deadline=deadline))

    async def delete_meters(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeters:
        """Delete the meters of a tree.

        With their events: what is pending or parked is not sent any more, and the key is
        forgotten.
        """
        return await self._ask(
            requests.delete_meters(id, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def list_meter_events(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: DeliveryState | None = None,
        deadline: float | None = None,
    ) -> MeterEventPage:
        """List meter events.

        Those that were sent or left out are kept for 30 days, parked ones for 90. Order: the
        newest first, by their ids, which are made when a request arrives.
        """
        return await self._ask(
            requests.list_meter_events(
                id,
                limit=limit,
                cursor=cursor,
                state=state,
                deadline=deadline,
            )
        )

    async def retry_meter_event(
        self,
        id: str,
        event_id: str,
        body: RetryMeterEventBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeterEvent:
        """Retry a parked meter event.

        Sends it again under the same identifier.
        """
        return await self._ask(
            requests.retry_meter_event(
                id,
                event_id,
                body,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def skip_meter_event(
        self,
        id: str,
        event_id: str,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenMeterEvent:
        """Skip a parked meter event.

        Leaves it out for good: it was billed otherwise, or is not to be billed.
        """
        return await self._ask(
            requests.skip_meter_event(
                id,
                event_id,
                idempotency_key=idempotency_key,
                deadline=deadline,
            )
        )

    async def get_principal(self, *, deadline: float | None = None) -> Principal:
        """Read the caller."""
        return await self._ask(requests.get_principal(deadline=deadline))

    async def issue_key(
        self,
        id: str,
        body: IssueKeyBody,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewKey:
        """Issue a key.

        For the budget and everything under it. The secret is shown once; only its hash is
        kept. Who chooses it and sends `secretHash` loses nothing with a lost answer. It can
        do no more, and no longer, than the key that issues it.
        """
        return await self._ask(
            requests.issue_key(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def list_keys(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        subtree: bool | None = None,
        deadline: float | None = None,
    ) -> KeyPage:
        """List the keys of a budget.

        Order: the newest first, by their ids, which are made when a request arrives.
        """
        return await self._ask(
            requests.list_keys(id, limit=limit, cursor=cursor, subtree=subtree, deadline=deadline)
        )

    async def revoke_keys(
        self,
        id: str,
        body: RevokeKeysBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenKeysEnded:
        """Revoke all keys of a budget.

        With `subtree`, those of its descendants too; with `issued`, all that came of them. A
        key that may do more than the one that is used is not revoked by it: 403. More than
        10,000 end in parts, for up to ten seconds; then `keysRemain` asks for the same
        request again. Binds on every replica within a second.
        """
        return await self._ask(
            requests.revoke_keys(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def get_key(self, id: str, *, deadline: float | None = None) -> Key:
        """Read a key."""
        return await self._ask(requests.get_key(id, deadline=deadline))

    async def revoke_key(
        self,
        id: str,
        body: RevokeKeyBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenKeysEnded:
        """Revoke a key.

        With `issued`, all that came of it too, in parts where these are more than 10,000.
        Binds on every replica within a second. Revoking it again is no error.
        """
        return await self._ask(
            requests.revoke_key(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def rotate_key(
        self,
        id: str,
        body: RotateKeyBody | None = None,
        *,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> WrittenNewKey:
        """Rotate a key.

        With the same holder, name, role, scopes and end. The old one works on for
        `overlapSeconds`. The caller must be able to issue such a key, and gets its secret:
        the keys of operators and approvers are rotated by their holder, by who handed them
        out, and from the top of the tree above their budget.
        """
        return await self._ask(
            requests.rotate_key(id, body, idempotency_key=idempotency_key, deadline=deadline)
        )

    async def get_sign_in(self, *, deadline: float | None = None) -> SignIn:
        """List the ways to sign in."""
        return await self._ask(requests.get_sign_in(deadline=deadline))

    async def open_session(self, body: SignInBody, *, deadline: float | None = None) -> Session:
        """Sign in with a key.

        For browsers: the answer sets a cookie that no script reads, and what is asked with it
        is asked by the holder of the key. The session ends with the key. One that the browser
        had before is over. Programs send the key instead.
        """
        return await self._ask(requests.open_session(body, deadline=deadline))

    async def list_sessions(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        holder: str | None = None,
        deadline: float | None = None,
    ) -> OpenSessionPage:
        """List open sessions.

        Those of the caller; of everybody for those who may manage all trees. Order: the
        newest first, by their ids, which are made when a request arrives.
        """
        return await self._ask(
            requests.list_sessions(limit=limit, cursor=cursor, holder=holder, deadline=deadline)
        )

    async def get_session(self, *, deadline: float | None = None) -> Session:
        """Read the session."""
        return await self._ask(requests.get_session(deadline=deadline))
