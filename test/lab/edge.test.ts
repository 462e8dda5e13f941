// The edge of one observee; test/lab/edges has the other's.
import { observees } from "../../lab/cluster/machines";
import { edgeAnswers } from "./support/edge-answers";

edgeAnswers(observees[0]);
