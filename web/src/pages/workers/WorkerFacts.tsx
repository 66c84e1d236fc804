// What is written about a worker: the attributes, the SID, and since when.

import type { Worker } from "@/api/resources";
import { spread } from "@/parts/editor/json";
import { Facts } from "@/parts/Facts";
import { Sid } from "@/parts/Sid";
import { Surface } from "@/parts/Surface";
import { When } from "@/parts/When";

import classes from "./Worker.module.css";

export function WorkerFacts({ worker }: { worker: Worker }) {
  return (
    <Surface title="Facts">
      <Facts
        facts={[
          ["Created", <When key="created" date={worker.date_created} />],
          ["Changed", <When key="changed" date={worker.date_updated} />],
          ["SID", <Sid key="sid" sid={worker.sid} />],
        ]}
      />
      <pre className={classes.attributes} role="region" aria-label="Attributes" tabIndex={0}>
        {spread(worker.attributes)}
      </pre>
    </Surface>
  );
}
