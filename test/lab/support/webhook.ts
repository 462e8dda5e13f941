// A webhook that the pods of every cluster reach, and that records what Alertmanager sends.
import * as http from "node:http";
import { z } from "zod";
import { switchMachine } from "../../../lab/cluster/machines";

const labels = z.record(z.string(), z.string());
const message = z.object({
  receiver: z.string(),
  status: z.string(),
  alerts: z.array(z.object({ labels })),
});

interface Notification extends z.infer<typeof message> {
  /** Milliseconds since 1970. */
  readonly at: number;
}

export class Hook {
  readonly received: Notification[] = [];
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      this.received.push({ ...message.parse(JSON.parse(text)), at: Date.now() });
      response.end();
    });
  });

  /** Its address, once it listens. */
  open(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.on("error", reject);
      this.server.listen(0, switchMachine.address, () => {
        const address = this.server.address();
        const port = typeof address === "object" && address !== null ? address.port : 0;
        resolve(`http://${switchMachine.address}:${String(port)}/hunter2`);
      });
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
