import type { MessageProps } from "./context.js";
import { ProblemText } from "./problem-box.js";

/** A problem outside the flow: there is no view to say it beside. */
export function Message({ notice, context }: MessageProps) {
  const { Layout } = context.pages;
  const { titles, goOn } = context.language.locale.message;
  const title = Object.hasOwn(titles, notice.code)
    ? titles[notice.code as keyof typeof titles]
    : titles.other;
  return (
    <Layout context={context} title={title}>
      <p>
        <ProblemText context={context} notice={notice} />
      </p>
      <p>
        <a class="button" href={`${context.mount}/`}>
          {goOn}
        </a>
      </p>
    </Layout>
  );
}
