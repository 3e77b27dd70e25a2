// The works of howdah-program.ts on Apache Spark's Scala RDDs: same arguments, same output.
import org.apache.spark.rdd.RDD
import org.apache.spark.{SparkConf, SparkContext}

object SparkProgram {
  private val rowsPerKey = 10
  private val checkModulus = 1000003L

  def main(arguments: Array[String]): Unit = {
    val Array(work, sizeText, runsText, textPath) = arguments.padTo(4, "")
    val size = sizeText.toInt
    val sc = new SparkContext(new SparkConf().setAppName(s"bench $work"))
    val runs = runsText.toInt
    for (index <- 0 until runs) {
      println(s"""{"run":$index}""")
      val began = System.nanoTime()
      val (answer, check) = run(sc, work, size, textPath)
      val timeMs = (System.nanoTime() - began) / 1e6
      val sum = check.filter(_ => index == runs - 1).map(compute => compute().toString).getOrElse("")
      println(s"""{"run":$index,"timeMs":$timeMs,"answer":"$answer","checkSum":"$sum"}""")
    }
    sc.stop()
  }

  /** The answer that is timed, and how to find the check sum that is not. */
  private def run(
      sc: SparkContext,
      work: String,
      size: Int,
      textPath: String): (Long, Option[() => Long]) = work match {
    case "tiny" => (numbers(sc, size).count(), None)
    case "tasks" =>
      sc.range(0, size, 1, size).foreachPartition(_ => ())
      (size, None)
    case "jobs" =>
      ((0 until size).map(_ => sc.parallelize(Seq(1), 2).count()).sum, None)
    case "range" =>
      val rows = numbers(sc, size).map(_ * 3L).filter(_ % 2 == 0).map(_ + 1)
      (rows.reduce(_ + _), None)
    case "reduceByKey" =>
      val sums = keyedRows(sc, size).reduceByKey(_ + _)
      (sums.count(), Some(() => checkSum(sums)))
    case "groupByKey" =>
      val groups = keyedRows(sc, size).groupByKey()
      (groups.count(), Some(() => checkSum(groups.mapValues(_.sum))))
    case "sortByKey" =>
      val sorted = numbers(sc, size).map(value => (value * 0x9E3779B1, value % 1000)).sortByKey()
      (sorted.count(), Some(() => orderedSum(sorted)))
    case "join" =>
      val right = numbers(sc, size / rowsPerKey).map(value => (value, value % 1000))
      val joined = keyedRows(sc, size).join(right)
      val sums = joined.mapValues { case (one, other) => one + other }
      (joined.count(), Some(() => checkSum(sums)))
    case "wordCount" =>
      val counts = sc.textFile(textPath).flatMap(_.split(" ")).map(word => (word, 1)).reduceByKey(_ + _)
      (counts.count(), Some(() => textSum(counts)))
    case "lines" =>
      (sc.textFile(textPath).filter(_.contains("w123 ")).count(), None)
  }

  /** Integers as cheap as ours: a range of boxed longs would cost Spark more. */
  private def numbers(sc: SparkContext, count: Int): RDD[Int] = sc.parallelize(0 until count)

  private def keyedRows(sc: SparkContext, size: Int): RDD[(Int, Int)] = {
    val keys = size / rowsPerKey
    numbers(sc, size).map(value => (value % keys, value % 1000))
  }

  private def checkSum(pairs: RDD[(Int, Int)]): Long =
    pairs.map { case (key, value) => (key * 31L + value) % checkModulus }.reduce(_ + _)

  private def textSum(counts: RDD[(String, Int)]): Long =
    counts.map { case (word, count) => (word.length * 31L + count) % checkModulus }.reduce(_ + _)

  private def orderedSum(pairs: RDD[(Int, Int)]): Long =
    pairs.mapPartitions { rows =>
      var last = Long.MinValue
      var wrong = 0L
      var sum = 0L
      for ((key, value) <- rows) {
        if (key < last) wrong += 1
        last = key
        sum += value
      }
      Iterator(sum - wrong * checkModulus)
    }.reduce(_ + _)
}
