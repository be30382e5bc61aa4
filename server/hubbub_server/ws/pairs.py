"""The commands that change what stands between a member and another."""

from typing import assert_never

from hubbub_protocol.commands import (
    AnswerRequest,
    Block,
    Connect,
    EndPersonalConnection,
    PairCommand,
    Unblock,
    WithdrawRequest,
)
from hubbub_protocol.personal_connections import AskToConnect
from hubbub_server.actions import blocks, connection_requests, personal_connections
from hubbub_server.domain.caller import Caller
from hubbub_server.store.interface import WriteResult
from hubbub_server.ws.edge import Edge


async def change_pair(
    edge: Edge, caller: Caller, command: PairCommand, address: str
) -> WriteResult:
    """Do what such a command asks: the very deed of the HTTP operation, with the same key.

    The result is the place in the caller's inbox that tells of it. Raises refusals.
    """
    desk, key = edge.desk, command.key
    match command:
        case Connect():
            asked = AskToConnect(
                member=command.member,
                code=command.code,
                room=command.room,
                opening=command.opening,
            )
            return await connection_requests.send_request(
                desk, edge.door, caller, asked, key=key, address=address
            )
        case AnswerRequest():
            return await connection_requests.answer_request(
                desk, caller, command.request, command.answer, key
            )
        case WithdrawRequest():
            return await connection_requests.withdraw_request(desk, caller, command.request, key)
        case EndPersonalConnection():
            return await personal_connections.end_personal_connection(
                desk, caller, command.member, key
            )
        case Block():
            return await blocks.block_member(desk, caller, command.member, key)
        case Unblock():
            return await blocks.unblock_member(desk, caller, command.member, key)
        case _:
            assert_never(command)
