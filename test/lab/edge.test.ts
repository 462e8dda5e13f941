// The edge of the first observee; test/lab/edges/second-edge.test.ts has the second one's.
import { observees } from "../../lab/cluster/machines";
import { edgeAnswers } from "./support/edge-answers";

edgeAnswers(observees[0]);
