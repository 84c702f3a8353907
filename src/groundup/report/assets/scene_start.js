// Where the scene cannot be drawn, the still image stays and nothing else on the page is missed.
const section = document.getElementById("scene");
try {
  const player = new Player(section, JSON.parse(document.getElementById("scene-data").textContent));
  section.dataset.state = "live";
  linkCharts(player); undockInSight(player);
  player.redraw();
} catch (problem) {
  section.dataset.state = "still";
  section.dataset.problem = problem.message;
}
