// To whom a task was offered, and what became of each offer; who may answers for the worker.

import { Anchor, Button, Group, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Reservation } from "@/api/resources";
import { answersTo } from "@/pages/tasks/moves";
import { reservationsQuery } from "@/pages/tasks/queries";
import { ErrorNote } from "@/parts/ErrorNote";
import { ReservationState } from "@/parts/State";
import { Surface } from "@/parts/Surface";
import { When } from "@/parts/When";
import { useMay } from "@/session/session";

interface Props {
  workspaceSid: string;
  taskSid: string;
}

export function TaskReservations({ workspaceSid, taskSid }: Props) {
  const { data: reservations, error } = useQuery(reservationsQuery(workspaceSid, taskSid));
  const mayAnswer = useMay("supervisor");
  return (
    <Surface title="Reservations">
      <ErrorNote error={error} title="The reservations could not be read" />
      {reservations?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nobody was offered it yet. An offer to a worker is a reservation: she accepts or rejects
          it, or it times out.
        </Text>
      )}
      {reservations !== undefined && reservations.length > 0 && (
        <Table.ScrollContainer minWidth={420} scrollAreaProps={{ tabIndex: 0 }}>
          <Table aria-label="Reservations" verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Worker</Table.Th>
                <Table.Th scope="col">Status</Table.Th>
                <Table.Th scope="col">Offered</Table.Th>
                {mayAnswer && <Table.Th scope="col">Answer</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {reservations.map((reservation) => (
                <Table.Tr key={reservation.sid}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      renderRoot={(props) => (
                        <Link
                          to="/workspaces/$workspaceSid/workers/$workerSid"
                          params={{ workspaceSid, workerSid: reservation.worker_sid }}
                          {...props}
                        />
                      )}
                    >
                      {reservation.worker_name ?? "A worker who is gone"}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>
                    <ReservationState status={reservation.reservation_status} />
                  </Table.Td>
                  <Table.Td>
                    <When date={reservation.date_created} />
                  </Table.Td>
                  {mayAnswer && (
                    <Table.Td>
                      <Answers workspaceSid={workspaceSid} reservation={reservation} />
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Surface>
  );
}

function Answers({
  workspaceSid,
  reservation,
}: {
  workspaceSid: string;
  reservation: Reservation;
}) {
  const { task_sid: taskSid, sid, worker_name: name, reservation_status: status } = reservation;
  const answering = useChange({
    ask: (wanted: string) =>
      post<Reservation>(inWorkspace(workspaceSid, "Tasks", taskSid, "Reservations", sid), {
        ReservationStatus: wanted,
      }),
    refresh: [
      [workspaceSid, "reservations"],
      [workspaceSid, "tasks"],
      [workspaceSid, "statistics"],
    ],
  });
  return (
    <Group gap="xs">
      {answersTo(status).map(({ status: wanted, verb }) => (
        <Button
          key={wanted}
          size="compact-xs"
          variant="default"
          aria-label={`${verb} for ${name ?? "the worker"}`}
          loading={answering.isPending && answering.variables === wanted}
          disabled={answering.isPending}
          onClick={() => answering.mutate(wanted)}
        >
          {verb}
        </Button>
      ))}
    </Group>
  );
}
