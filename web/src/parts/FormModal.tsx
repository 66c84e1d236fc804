// A form in a dialog of its own.

import { Modal } from "@mantine/core";

import { Form } from "@/parts/Form";
import type { FormProps } from "@/parts/Form";

interface Props extends FormProps {
  title: string;
  size?: "md" | "lg";
}

export function FormModal({ title, size = "md", ...form }: Props) {
  return (
    <Modal
      opened
      onClose={form.onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form {...form} />
    </Modal>
  );
}
