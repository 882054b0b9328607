namespace Multiprocessing;

/// <summary>Says of a <see cref="Stream"/> parameter of a shared interface that the object may use it after the call has ended, until it disposes it or forgets it.</summary>
/// <remarks>Without it the stream is lent to the call: the caller may close it as soon as the call has ended, and a later use throws <see cref="ObjectGoneException"/>.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RetainedAttribute : Attribute;
