// The command palette: one types some letters, and Enter leads to what is marked.

import { Combobox, Modal, Text, TextInput, useCombobox } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { useFound } from "@/app/found";

interface Props {
  workspaceSid: string;
  onClose: () => void;
}

const NAME = "Search and go";

export default function Palette({ workspaceSid, onClose }: Props) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const { found, isLooking } = useFound(workspaceSid, text.trim());
  const options = useCombobox({ opened: true, onDropdownClose: onClose });
  const { selectFirstOption } = options;
  const keys = found.map(({ key }) => key).join(" ");
  useEffect(() => void selectFirstOption(), [selectFirstOption, keys]);
  const open = (key: string) => {
    const chosen = found.find((one) => one.key === key);
    if (chosen === undefined) return;
    const { to, params, search } = chosen;
    void navigate({ to, params: { workspaceSid, ...params }, search: search ?? {} } as never);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={600}
      centered={false}
      yOffset="12vh"
      attributes={{ content: { "aria-label": NAME } }}
    >
      <Combobox store={options} onOptionSubmit={open}>
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            aria-label={NAME}
            placeholder="A page, a worker, a queue, or a SID"
            variant="unstyled"
            size="md"
            data-autofocus
            leftSection={<IconSearch size={20} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options
          aria-label="Found"
          mah="60vh"
          p={4}
          style={{ overflowY: "auto" }}
          hidden={found.length === 0}
        >
          {found.map(({ key, name, kind }) => (
            <Combobox.Option key={key} value={key}>
              {name}
              <Text size="xs" opacity={0.8}>
                {kind}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {found.length === 0 && (
          <Text size="sm" p="sm" role="status">
            {isLooking ? "…" : "Nothing of that name"}
          </Text>
        )}
      </Combobox>
    </Modal>
  );
}
