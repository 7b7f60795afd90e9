"""The nouns of contracts; each import is the registration of its register."""

from zhijia.contracts.registers.contract.kinds import ContractKind, Level
from zhijia.contracts.registers.contract.register import Contract
from zhijia.contracts.registers.covered.register import Covered
from zhijia.contracts.registers.harmony.register import Harmony
from zhijia.contracts.registers.inspection.register import Inspection
from zhijia.contracts.registers.sector.register import Sector
from zhijia.contracts.registers.visit.register import Visit

__all__ = [
    "Contract",
    "ContractKind",
    "Covered",
    "Harmony",
    "Inspection",
    "Level",
    "Sector",
    "Visit",
]
