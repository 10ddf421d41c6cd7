namespace Strat9.Samples.Tour;

/// <summary>The tour did not find what it came to show; the message says all there is to say.</summary>
internal sealed class TourException(string message) : Exception(message);
