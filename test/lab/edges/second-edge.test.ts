// The edge of the second observee; test/lab/edge.test.ts has the first one's.
import { observees } from "../../../lab/cluster/machines";
import { edgeAnswers } from "../support/edge-answers";

edgeAnswers(observees[1]);
