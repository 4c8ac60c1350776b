import { serve } from "../../provider/rpc";
import { awsPlugin } from "./plugin";

void serve(awsPlugin(process.env));
