// How many tasks of each channel a worker takes at once, and which channels are open.

import { Button, Group, NumberInput, Skeleton, Stack, Switch, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import type { WorkerChannel } from "@/api/resources";
import { workerChannelsQuery, workerPath } from "@/pages/workers/queries";
import { ErrorNote } from "@/parts/ErrorNote";
import { useMay } from "@/session/session";

interface Props {
  workspaceSid: string;
  workerSid: string;
  onSaved?: () => void;
}

interface Wanted {
  capacity: number | string;
  available: boolean;
}

const MOST = 50_000;

export function ChannelsForm({ workspaceSid, workerSid, onSaved }: Props) {
  const { data: channels, error } = useQuery(workerChannelsQuery(workspaceSid, workerSid));
  const mayChange = useMay("supervisor");
  /** What somebody wants otherwise, by the channel's SID. */
  const [wanted, setWanted] = useState<Record<string, Wanted>>({});
  const changed = (channels ?? []).filter((channel) => differs(channel, wanted[channel.sid]));
  const change = useChange({
    ask: async () => {
      for (const channel of changed) {
        await save(workspaceSid, channel, wanted[channel.sid] ?? asItIs(channel));
      }
    },
    say: "The channels were changed.",
    refresh: [[workspaceSid, "workers"]],
    onDone: () => {
      setWanted({});
      onSaved?.();
    },
    showsError: true,
  });
  if (error !== null) return <ErrorNote error={error} />;
  if (channels === undefined) return <Skeleton height="10rem" />;
  const isValid = changed.every(({ sid }) => isCapacity(wanted[sid]?.capacity));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid && changed.length > 0) change.mutate(undefined);
      }}
    >
      <Stack>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Channel</Table.Th>
              <Table.Th>Accepted</Table.Th>
              <Table.Th>Capacity</Table.Th>
              <Table.Th>Open</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {channels.map((channel) => {
              const { capacity, available } = wanted[channel.sid] ?? asItIs(channel);
              const name = channel.task_channel_unique_name;
              const want = (part: Partial<Wanted>) =>
                setWanted({ ...wanted, [channel.sid]: { capacity, available, ...part } });
              return (
                <Table.Tr key={channel.sid}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{channel.assigned_tasks}</Table.Td>
                  <Table.Td>
                    {mayChange ? (
                      <NumberInput
                        aria-label={`Capacity of ${name}`}
                        size="xs"
                        w="6rem"
                        min={0}
                        max={MOST}
                        allowDecimal={false}
                        value={capacity}
                        onChange={(value) => want({ capacity: value })}
                        error={isCapacity(capacity) ? null : "A number up to 50,000"}
                      />
                    ) : (
                      channel.configured_capacity
                    )}
                  </Table.Td>
                  <Table.Td>
                    {mayChange ? (
                      <Switch
                        aria-label={`Whether ${name} is open`}
                        checked={available}
                        onChange={(event) => want({ available: event.currentTarget.checked })}
                      />
                    ) : (
                      <Text size="sm">{channel.available ? "yes" : "no"}</Text>
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
        <ErrorNote error={change.error} />
        {mayChange && (
          <Group justify="flex-end">
            <Button
              type="submit"
              variant={changed.length === 0 ? "default" : "filled"}
              loading={change.isPending}
              disabled={changed.length === 0 || !isValid}
            >
              Save channels
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function save(workspaceSid: string, channel: WorkerChannel, wanted: Wanted) {
  const path = workerPath(workspaceSid, channel.worker_sid, "Channels", channel.sid);
  // Only what somebody changed: the rest may have been changed by others meanwhile.
  return post(path, {
    Capacity: wanted.capacity === channel.configured_capacity ? undefined : wanted.capacity,
    Available: wanted.available === channel.available ? undefined : wanted.available,
  });
}

function asItIs(channel: WorkerChannel): Wanted {
  return { capacity: channel.configured_capacity, available: channel.available };
}

function differs(channel: WorkerChannel, wanted: Wanted | undefined): boolean {
  if (wanted === undefined) return false;
  const { capacity, available } = asItIs(channel);
  return wanted.capacity !== capacity || wanted.available !== available;
}

/** An emptied field holds text. */
function isCapacity(value: number | string | undefined): boolean {
  return typeof value === "number" && value >= 0 && value <= MOST;
}
