"""Cells: what pages read. Marks: what must be counted again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class TallyPeriod(models.Model):
    """A period for which cells are kept: the months and years in use, a target's own, today for stocks."""

    key = models.CharField(max_length=30, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    last_on = models.DateField()
    stocks_only = models.BooleanField(default=False)

    class Meta:
        db_table = "tally_period"
        indexes: ClassVar = [models.Index(fields=["starts_on", "ends_on"], name="period_span")]


class OwnTally(models.Model):
    """What one organisation's own entries give in one period, subordinates not included."""

    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=30)
    org_id = models.BigIntegerField()
    counted = models.BigIntegerField()
    claimed = models.BigIntegerField()

    class Meta:
        db_table = "own_tally"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "period", "org_id"], name="one_own_cell")
        ]


class NodeTally(models.Model):
    """What a node and everything under it give in one period; `digest` is the definition it was counted by."""

    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=30)
    node_id = models.BigIntegerField()
    counted = models.BigIntegerField()
    claimed = models.BigIntegerField()
    digest = models.CharField(max_length=16)

    class Meta:
        db_table = "node_tally"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node_id", "period", "indicator"], name="one_node_cell")
        ]


class Overlap(models.Model):
    """A subject that two or more organisations have in one period: what sums would count twice."""

    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    org_id = models.BigIntegerField()
    counted = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "tally_overlap"
        indexes: ClassVar = [
            models.Index(fields=["indicator", "period", "subject_id"], name="overlap_subject"),
            models.Index(fields=["indicator", "period", "org_id"], name="overlap_org"),
        ]


class Mark(models.Model):
    """Facts of a source changed at an organisation between two days: written by triggers only."""

    source = models.CharField(max_length=90)
    org_id = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        db_table = "tally_mark"


class Definition(models.Model):
    """The digest under which an indicator was last counted whole."""

    indicator = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=16)

    class Meta:
        db_table = "tally_definition"
